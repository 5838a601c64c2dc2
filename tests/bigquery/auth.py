"""Access tokens: the endpoints that hand them out and the check on every request (reference 3)."""

import base64
import binascii
import datetime
import json
import secrets
import threading
import time
import urllib.parse

from errors import ApiError, take
from reply import Reply

BIGQUERY_SCOPE = "https://www.googleapis.com/auth/bigquery"
CLOUD_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
API_SCOPES = {BIGQUERY_SCOPE, CLOUD_SCOPE}
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
SKEW = 300  # seconds a client's clock may be ahead

AUTH_MEMBERS = {
    "required",
    "expires_in",
    "expires_in_text",
    "token_seconds",
    "token_requests",
    "tokens",
    "audiences",
    "service_account",
    "authorized_user",
    "external_account",
    "impersonate",
    "subject_token",
    "subject_headers",
    "metadata",
    "metadata_flavor",
    "project_id",
}


class OAuthError(Exception):
    """A refusal of a token endpoint, in the shape of RFC 6749 section 5.2."""

    def __init__(self, error, description):
        super().__init__(description)
        self.body = {"error": error, "error_description": description}


class Token:
    def __init__(self, scopes, ends_at, requests_left=None):
        self.scopes = scopes
        self.ends_at = ends_at
        self.requests_left = requests_left


def unpad(part):
    """base64url without padding, strictly."""
    if "=" in part or "+" in part or "/" in part:
        raise ValueError("expected base64url without padding")
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def parse_jwt(assertion):
    """(header, claims) of a signed JWT; the signature is only looked at for its presence."""
    parts = assertion.split(".")
    if len(parts) != 3:
        raise OAuthError("invalid_grant", "Invalid JWT: expected three parts")
    try:
        header, claims = (json.loads(unpad(part)) for part in parts[:2])
        signature = unpad(parts[2])
    except (ValueError, binascii.Error) as why:
        raise OAuthError("invalid_grant", f"Invalid JWT: {why}") from None
    if not isinstance(header, dict) or not isinstance(claims, dict) or len(signature) < 128:
        raise OAuthError("invalid_grant", "Invalid JWT Signature.")
    return header, claims


class Auth:
    """Token issuing and checking for one scenario."""

    def __init__(self, spec, base_url, remember=None):
        self.spec = take(spec, AUTH_MEMBERS, "auth")
        self.required = spec.get("required", False)
        self.base_url = base_url
        self.remember = remember or (lambda token, expires: None)
        self.tokens = {}
        self.lock = threading.Lock()
        for token in spec.get("tokens", []):
            self.tokens[token] = Token(API_SCOPES, float("inf"))

    def issue(self, scopes, lifetime=None):
        """(token, seconds it is said to live)."""
        announced = self.spec.get("expires_in", 3600) if lifetime is None else lifetime
        lives = self.spec.get("token_seconds", announced)
        token = "ya29.c." + secrets.token_urlsafe(40)
        ends_at = time.time() + lives
        with self.lock:
            self.tokens[token] = Token(scopes, ends_at, self.spec.get("token_requests"))
        self.remember(token, ends_at)
        return token, announced

    def restore(self, token, ends_at):
        """Know a token again that an earlier run of the server issued."""
        self.tokens[token] = Token(API_SCOPES, ends_at)

    def expire_all(self):
        with self.lock:
            for token in self.tokens.values():
                token.ends_at = 0

    def judge(self, header, spend=False):
        """What an Authorization header is worth: none, valid, expired, used-up or unknown.

        spend counts the request against token_requests.
        """
        if header is None:
            return "none", None
        scheme, _, secret = header.partition(" ")
        with self.lock:
            token = self.tokens.get(secret) if scheme == "Bearer" else None
            if token is None:
                return "unknown", None
            if token.ends_at <= time.time():
                return "expired", token
            if token.requests_left == 0:
                return "used-up", token
            if spend and token.requests_left is not None:
                token.requests_left -= 1
            return "valid", token

    def check(self, verdict, token):
        """Refuse a BigQuery request whose token is not good for it."""
        if not self.required:
            return
        if verdict != "valid":
            message = "Request had invalid authentication credentials. "
            message += "Expected OAuth 2 access token, login cookie or other valid credential."
            raise ApiError("authError", message, location="Authorization")
        if not API_SCOPES & set(token.scopes):
            message = "Request had insufficient authentication scopes."
            raise ApiError("insufficientPermissions", message)

    def endpoint(self, op, request):
        """The answer of one of the endpoints below."""
        if op == "token":
            return self.token(request)
        if op == "generateAccessToken":
            return self.impersonate(request, request.args["email"])
        if op == "subject-token":
            return self.subject(request, "json" in request.args)
        return self.metadata(request, op)

    def token_reply(self, scopes, **more):
        token, seconds = self.issue(scopes)
        if self.spec.get("expires_in_text"):
            seconds = str(seconds)
        body = {"access_token": token, "expires_in": seconds, "token_type": "Bearer", **more}
        return Reply(body, headers={"Cache-Control": "no-store"})

    def token(self, request):
        """POST /token or /v1/token, an OAuth form."""
        kind = request.content_type()
        try:
            if kind != "application/x-www-form-urlencoded":
                raise OAuthError("invalid_request", f"Unexpected content type {kind!r}")
            form = parse_form(request.body.decode("utf-8", "replace"))
            grant = form.get("grant_type")
            if grant == JWT_BEARER:
                return self.service_account(form)
            if grant == "refresh_token":
                return self.authorized_user(form)
            if grant == EXCHANGE:
                return self.exchange(form)
            raise OAuthError("unsupported_grant_type", f"Invalid grant_type: {grant}")
        except OAuthError as why:
            return Reply(why.body, status=400)

    def audiences(self):
        return self.spec.get("audiences", [self.base_url + "/token"])

    def service_account(self, form):
        """The assertion of AIP-4112; its signature is for the test to verify from the log."""
        header, claims = parse_jwt(form.get("assertion", ""))
        account = self.spec.get("service_account", {})
        now = time.time()
        iat, exp = claims.get("iat"), claims.get("exp")
        whole = all(isinstance(t, int) and not isinstance(t, bool) for t in (iat, exp))
        scopes = str(claims.get("scope", "")).split(" ")
        checks = [
            (header.get("alg") == "RS256", "alg is not RS256"),
            (header.get("typ") == "JWT", "typ is not JWT"),
            (isinstance(header.get("kid"), str) and header["kid"], "kid is missing"),
            (header.get("kid") == account.get("private_key_id", header.get("kid")), "wrong kid"),
            (isinstance(claims.get("iss"), str) and claims["iss"], "iss is missing"),
            (claims.get("iss") == account.get("client_email", claims.get("iss")), "wrong iss"),
            (claims.get("aud") in self.audiences(), f"wrong aud {claims.get('aud')!r}"),
            (API_SCOPES & set(scopes), "no usable scope"),
            (whole, "iat and exp must be integers"),
            (whole and iat <= now + SKEW, "iat is in the future"),
            (whole and exp > now, "the token has expired"),
            (whole and 0 < exp - iat <= 3600, "exp must be at most an hour after iat"),
        ]
        for good, problem in checks:
            if not good:
                raise OAuthError("invalid_grant", f"Invalid JWT: {problem}")
        return self.token_reply(scopes)

    def authorized_user(self, form):
        for name in ("client_id", "client_secret", "refresh_token"):
            if not form.get(name):
                raise OAuthError("invalid_request", f"Missing required parameter: {name}")
        for name, value in self.spec.get("authorized_user", {}).items():
            if form.get(name) != value:
                error = "invalid_grant" if name == "refresh_token" else "invalid_client"
                raise OAuthError(error, "Bad Request")
        return self.token_reply(sorted(API_SCOPES))

    def exchange(self, form):
        wanted = dict(self.spec.get("external_account", {}))
        if "subject_token" in self.spec:
            wanted.setdefault("subject_token", self.spec["subject_token"])
        wanted["requested_token_type"] = ACCESS_TOKEN
        for name in ("audience", "subject_token", "subject_token_type", "scope"):
            if not form.get(name):
                raise OAuthError("invalid_request", f"Missing required parameter: {name}")
        for name, value in wanted.items():
            if form.get(name) != value:
                raise OAuthError("invalid_grant", f"Unexpected {name}")
        scopes = form["scope"].split(" ")
        return self.token_reply(scopes, issued_token_type=ACCESS_TOKEN)

    def impersonate(self, request, email):
        """POST .../serviceAccounts/EMAIL:generateAccessToken with a token of the exchange."""
        verdict, source = self.judge(request.headers.get("authorization"))
        if verdict != "valid":
            raise ApiError("authError", "Request had invalid authentication credentials.")
        if CLOUD_SCOPE not in source.scopes:
            raise ApiError("insufficientPermissions", "Request had insufficient scopes.")
        if email != self.spec.get("impersonate", email):
            message = f"Permission iam.serviceAccounts.getAccessToken denied on {email}"
            raise ApiError("accessDenied", message)
        body = request.json()
        scopes = body.get("scope")
        if not isinstance(scopes, list) or not API_SCOPES & set(scopes):
            raise ApiError("invalid", "scope must be a list of scopes")
        lifetime = body.get("lifetime", "3600s")
        seconds = str(lifetime)[:-1]
        if str(lifetime)[-1:] != "s" or not seconds.isdigit() or not 600 <= int(seconds) <= 43200:
            raise ApiError("invalid", f"lifetime {lifetime!r} is not 600s to 43200s")
        lifetime = min(int(seconds), self.spec.get("expires_in", int(seconds)))
        token, seconds = self.issue(scopes, lifetime)
        ends = datetime.datetime.fromtimestamp(int(time.time()) + seconds, datetime.timezone.utc)
        stamp = ends.isoformat().replace("+00:00", "Z")
        return Reply({"accessToken": token, "expireTime": stamp})

    def metadata(self, request, op):
        """The metadata server: wants its flavour header and answers with it."""
        if not self.spec.get("metadata", True):
            raise ApiError("notFound", "There is no metadata server in this scenario")
        headers = {"Server": "Metadata Server for VM"}
        if self.spec.get("metadata_flavor", True):
            headers["Metadata-Flavor"] = "Google"
        plain = {"Content-Type": "text/plain; charset=UTF-8", **headers}
        wanted = request.headers.get("metadata-flavor") == "Google"
        if not wanted or "x-forwarded-for" in request.headers:
            return Reply(status=403, text="Missing Metadata-Flavor:Google header.", headers=plain)
        if op == "metadata.project":
            return Reply(text=self.spec.get("project_id", "stand-in"), headers=plain)
        if op == "metadata.ping":
            return Reply(text="computeMetadata/\n", headers=plain)
        asked = request.query.get("scopes")
        reply = self.token_reply(asked.split(",") if asked else sorted(API_SCOPES))
        reply.headers.update(headers)
        return reply

    def subject(self, request, as_json):
        """A credential_source.url: the subject token as text, or in JSON as id_token."""
        for name, value in self.spec.get("subject_headers", {}).items():
            if request.headers.get(name.lower()) != value:
                raise ApiError("accessDenied", f"Missing header {name}")
        token = self.spec.get("subject_token", "subject-token")
        if as_json:
            return Reply({"id_token": token})
        return Reply(text=token, headers={"Content-Type": "text/plain"})


def parse_form(text):
    """An application/x-www-form-urlencoded body; a repeated name is an error."""
    form = {}
    for name, value in urllib.parse.parse_qsl(text, keep_blank_values=True):
        if name in form:
            raise OAuthError("invalid_request", f"Parameter given twice: {name}")
        form[name] = value
    return form
