"""Tokens, held to reference/bigquery.md section 3."""

import base64
import calendar
import json
import os
import time
import urllib.parse

from harness import ServerCase, table_of

BIGQUERY = "https://www.googleapis.com/auth/bigquery"
CLOUD = "https://www.googleapis.com/auth/cloud-platform"
GRANT = "urn:ietf:params:oauth:grant-type:"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
SUBJECT_TYPE = "urn:ietf:params:oauth:token-type:jwt"
METADATA = "/computeMetadata/v1"
TOKEN_PATH = METADATA + "/instance/service-accounts/default/token"
FLAVOR = {"Metadata-Flavor": "Google"}
DATA = "/datasets/d/tables/t/data"


def part(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class AuthCase(ServerCase):
    def guarded(self, **auth):
        self.scenario(table_of(3, auth={"required": True, **auth}))

    def form(self, path="/token", **members):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.server.ask("POST", path, urllib.parse.urlencode(members), headers)

    def bearer(self, token):
        return {"Authorization": "Bearer " + token}

    def jwt(self, header=None, signature=None, **claims):
        """An assertion as AIP-4112 wants it, apart from what the arguments change."""
        now = int(time.time())
        head = {"alg": "RS256", "typ": "JWT", "kid": "k1", **(header or {})}
        body = {"iss": "a@b", "aud": f"http://127.0.0.1:{self.server.port}/token"}
        body |= {"scope": BIGQUERY, "iat": now - 10, "exp": now + 3590, **claims}
        drop = [name for name, value in body.items() if value is None]
        for name in drop:
            del body[name]
        return ".".join([part(head), part(body), part(signature or os.urandom(256))])

    def exchange_jwt(self, assertion):
        return self.form(grant_type=GRANT + "jwt-bearer", assertion=assertion)

    def metadata_token(self):
        return self.server.ask("GET", TOKEN_PATH, headers=FLAVOR).json()["access_token"]


class Checks(AuthCase):
    def test_requests_need_a_token_of_this_server(self):
        self.guarded(tokens=["fixed"])
        for headers in ({}, self.bearer("nonsense"), {"Authorization": "Basic fixed"}):
            answer = self.get(DATA, headers=headers)
            self.assertError(answer, 401, "authError")
            self.assertIn("www-authenticate", answer.headers)
        self.assertEqual(self.get(DATA, headers=self.bearer("fixed")).status, 200)
        self.assertEqual(self.get(DATA, headers=self.bearer(self.metadata_token())).status, 200)
        verdicts = [r["auth"] for r in self.server.control("requests?op=tabledata.list")]
        self.assertEqual(verdicts, ["none", "unknown", "unknown", "valid", "valid"])

    def test_no_token_ever_reaches_the_log(self):
        self.guarded()
        token = self.metadata_token()
        self.get(DATA, headers=self.bearer(token))
        self.get(DATA, headers=self.bearer("wrong-secret"))
        headers = [r["headers"].get("authorization") for r in self.server.control("requests")]
        self.assertEqual(headers, [None, "<valid>", "<unknown>"])
        with open(self.server.path("log"), encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn(token, text)
        self.assertNotIn("wrong-secret", text)

    def test_tokens_expire_by_time_by_use_and_on_request(self):
        self.guarded(token_seconds=1.5)
        token = self.bearer(self.metadata_token())
        self.assertEqual(self.get(DATA, headers=token).status, 200)
        time.sleep(1.6)
        self.assertError(self.get(DATA, headers=token), 401, "authError")
        self.guarded(token_requests=2)
        token = self.bearer(self.metadata_token())
        statuses = [self.get(DATA, headers=token).status for _ in range(3)]
        self.assertEqual(statuses, [200, 200, 401])
        self.guarded()
        token = self.bearer(self.metadata_token())
        self.server.control("expire", {})
        self.assertError(self.get(DATA, headers=token), 401, "authError")
        fault = {"on": "tabledata.list", "nth": 2, "expire_tokens": True}
        self.scenario(table_of(3, auth={"required": True}, faults=[fault]))
        token = self.bearer(self.metadata_token())
        statuses = [self.get(DATA, headers=token).status for _ in range(3)]
        self.assertEqual(statuses, [200, 401, 401])

    def test_scopes_count(self):
        self.guarded()
        path = TOKEN_PATH + "?scopes=https://www.googleapis.com/auth/devstorage.read_only"
        token = self.server.ask("GET", path, headers=FLAVOR).json()["access_token"]
        answer = self.get(DATA, headers=self.bearer(token))
        self.assertError(answer, 403, "insufficientPermissions")

    def test_the_announced_life(self):
        for auth, seconds in (({}, 3600), ({"expires_in": 60}, 60)):
            self.guarded(**auth)
            answer = self.server.ask("GET", TOKEN_PATH, headers=FLAVOR).json()
            self.assertEqual(answer["expires_in"], seconds)
            self.assertEqual(answer["token_type"], "Bearer")
        self.guarded(expires_in_text=True)
        answer = self.server.ask("GET", TOKEN_PATH, headers=FLAVOR).json()
        self.assertEqual(answer["expires_in"], "3600")


class ServiceAccount(AuthCase):
    def test_a_good_assertion(self):
        self.guarded(service_account={"client_email": "a@b", "private_key_id": "k1"})
        assertion = self.jwt()
        answer = self.exchange_jwt(assertion)
        self.assertEqual(answer.status, 200, answer.text())
        token = answer.json()["access_token"]
        self.assertEqual(self.get(DATA, headers=self.bearer(token)).status, 200)
        record = self.server.control("requests?op=token")[0]
        self.assertEqual(record["body"]["assertion"], assertion)

    def test_assertions_with_one_thing_wrong(self):
        self.guarded(service_account={"client_email": "a@b", "private_key_id": "k1"})
        now = int(time.time())
        good = self.jwt()
        head, body, signature = good.split(".")
        bad = {
            "alg": self.jwt(header={"alg": "HS256"}),
            "typ": self.jwt(header={"typ": "JOSE"}),
            "kid": self.jwt(header={"kid": "k2"}),
            "no kid": self.jwt(header={"kid": ""}),
            "iss": self.jwt(iss="x@y"),
            "no iss": self.jwt(iss=None),
            "aud": self.jwt(aud="https://bigquery.googleapis.com/"),
            "scope": self.jwt(scope="https://www.googleapis.com/auth/drive"),
            "no scope": self.jwt(scope=None),
            "future": self.jwt(iat=now + 1000, exp=now + 2000),
            "past": self.jwt(iat=now - 3700, exp=now - 100),
            "long": self.jwt(iat=now, exp=now + 3601),
            "fraction": self.jwt(iat=now - 0.5, exp=now + 3000.5),
            "text": self.jwt(exp=str(now + 3000)),
            "no exp": self.jwt(exp=None),
            "short signature": self.jwt(signature=b"x" * 20),
            "two parts": f"{head}.{body}",
            "padding": f"{head}.{part(b'{}')}=.{signature}",
            "not json": f"{part(b'{')}.{body}.{signature}",
            "empty": "",
        }
        for what, assertion in bad.items():
            answer = self.exchange_jwt(assertion)
            self.assertEqual((what, answer.status), (what, 400))
            self.assertEqual(answer.json()["error"], "invalid_grant", what)
        self.assertEqual(self.exchange_jwt(good).status, 200)

    def test_the_form_matters(self):
        self.guarded()
        answer = self.form(grant_type="password")
        self.assertEqual(answer.json()["error"], "unsupported_grant_type")
        body = {"grant_type": GRANT + "jwt-bearer", "assertion": self.jwt()}
        answer = self.server.ask("POST", "/token", body)
        self.assertEqual((answer.status, answer.json()["error"]), (400, "invalid_request"))

    def test_faults_of_the_token_endpoint(self):
        busy = '{"error": "temporarily_unavailable"}'
        faults = [
            {"on": "token", "nth": 1, "status": 503},
            {"on": "token", "nth": 2, "status": 400, "text": busy},
        ]
        self.scenario(table_of(3, auth={"required": True}, faults=faults))
        answers = [self.exchange_jwt(self.jwt()) for _ in range(3)]
        self.assertEqual([answer.status for answer in answers], [503, 400, 200])
        self.assertEqual(answers[1].json()["error"], "temporarily_unavailable")


class Others(AuthCase):
    def test_authorized_user(self):
        user = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
        self.guarded(authorized_user=user)
        answer = self.form(grant_type="refresh_token", **user)
        token = answer.json()["access_token"]
        self.assertEqual(self.get(DATA, headers=self.bearer(token)).status, 200)
        for name, error in (("refresh_token", "invalid_grant"), ("client_id", "invalid_client")):
            answer = self.form(grant_type="refresh_token", **{**user, name: "x"})
            self.assertEqual((answer.status, answer.json()["error"]), (400, error))
        answer = self.form(grant_type="refresh_token", client_id="c", client_secret="s")
        self.assertEqual(answer.json()["error"], "invalid_request")

    def federation(self, **more):
        members = {"grant_type": GRANT + "token-exchange", "requested_token_type": ACCESS_TOKEN}
        members |= {"audience": "//iam/pool", "subject_token": "sub"}
        members |= {"subject_token_type": SUBJECT_TYPE, "scope": BIGQUERY, **more}
        return self.form("/v1/token", **members)

    def test_federation(self):
        external = {"audience": "//iam/pool", "subject_token_type": SUBJECT_TYPE}
        self.guarded(subject_token="sub", external_account=external)
        answer = self.federation().json()
        self.assertEqual(answer["issued_token_type"], ACCESS_TOKEN)
        headers = self.bearer(answer["access_token"])
        self.assertEqual(self.get(DATA, headers=headers).status, 200)
        for name in ("audience", "subject_token", "subject_token_type", "requested_token_type"):
            self.assertEqual(self.federation(**{name: "x"}).json()["error"], "invalid_grant")
        self.assertEqual(self.federation(scope="").json()["error"], "invalid_request")

    def test_impersonation(self):
        self.guarded(impersonate="sa@p")
        path = "/v1/projects/-/serviceAccounts/sa@p:generateAccessToken"
        body = {"scope": [BIGQUERY], "lifetime": "1200s"}
        narrow = self.bearer(self.federation().json()["access_token"])
        wide = self.bearer(self.federation(scope=CLOUD).json()["access_token"])
        self.assertError(self.server.ask("POST", path, body), 401, "authError")
        answer = self.server.ask("POST", path, body, narrow)
        self.assertError(answer, 403, "insufficientPermissions")
        other = path.replace("sa@p", "other%40p")
        self.assertError(self.server.ask("POST", other, body, wide), 403, "accessDenied")
        for wrong in ({"lifetime": "599s"}, {"lifetime": 1200}, {"scope": BIGQUERY}):
            answer = self.server.ask("POST", path, {**body, **wrong}, wide)
            self.assertError(answer, 400, "invalid")
        answer = self.server.ask("POST", path, body, wide).json()
        ends = calendar.timegm(time.strptime(answer["expireTime"], "%Y-%m-%dT%H:%M:%SZ"))
        self.assertLess(abs(ends - time.time() - 1200), 60)
        token = self.bearer(answer["accessToken"])
        self.assertEqual(self.get(DATA, headers=token).status, 200)

    def test_subject_tokens_by_url(self):
        self.guarded(subject_token="sub", subject_headers={"X-Ident": "abc"})
        self.assertError(self.server.ask("GET", "/subject-token"), 403, "accessDenied")
        headers = {"X-Ident": "abc"}
        self.assertEqual(self.server.ask("GET", "/subject-token", headers=headers).text(), "sub")
        answer = self.server.ask("GET", "/subject-token.json", headers=headers)
        self.assertEqual(answer.json(), {"id_token": "sub"})

    def test_metadata_server(self):
        self.guarded(project_id="billed")
        for path in (TOKEN_PATH, METADATA + "/project/project-id", "/"):
            self.assertEqual(self.server.ask("GET", path).status, 403)
            headers = {**FLAVOR, "X-Forwarded-For": "10.0.0.1"}
            self.assertEqual(self.server.ask("GET", path, headers=headers).status, 403)
            answer = self.server.ask("GET", path, headers=FLAVOR)
            self.assertEqual((answer.status, answer.headers["metadata-flavor"]), (200, "Google"))
        project = self.server.ask("GET", METADATA + "/project/project-id", headers=FLAVOR)
        self.assertEqual(project.text(), "billed")
        self.assertTrue(project.headers["content-type"].startswith("text/plain"))

    def test_something_else_on_the_metadata_address(self):
        self.guarded(metadata_flavor=False)
        answer = self.server.ask("GET", TOKEN_PATH, headers=FLAVOR)
        self.assertEqual(answer.status, 200)
        self.assertNotIn("metadata-flavor", answer.headers)
        self.guarded(metadata=False)
        self.assertEqual(self.server.ask("GET", TOKEN_PATH, headers=FLAVOR).status, 404)
