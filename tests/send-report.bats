#!/usr/bin/env bats
# send-report: the mail that arrives is the report, it is asked for once, and
# what is not a whole report is not mailed.

# shellcheck source=tests/delivery/delivery.bash
. "$TESTS/delivery/delivery.bash"

setup() {
	delivery_setup
	{
		echo '<!doctype html><html lang="en"><title>Report</title><table>'
		# longer than an argument can be, and hostile
		for ((i = 0; i < 4000; i++)); do
			echo "<tr><td>módule \$(id) 火狐 👾 '\" &amp; \\ file:///etc/passwd"
		done
		echo '</table></html>'
	} >report.html
	printf 'Report\n\nxul.dll  12 &  日本\n' >report.txt
}

teardown() {
	delivery_stop
}

send() {
	run --separate-stderr send-report --sender robot@example.org \
		--recipient a@example.org "$@"
}

# odd_mail_start: a mail service that does as answer_with says. The script itself
# sees to it that aws asks once.
odd_mail_start() {
	web_start
	export SES_ENDPOINT_URL=$WEB AWS_MAX_ATTEMPTS=5
}

# posts: how many mails the web server was asked for.
posts() {
	if [[ -e web.log ]]; then
		jq -n '[inputs | select(.method == "POST")] | length' web.log
	else
		echo 0
	fi
}

# answer_with FAULT: what the mail service answers now.
answer_with() {
	mkdir -p web/v2/email
	echo "$1" >web/v2/email/outbound-emails.fault
}

@test "the mail that arrives is the report, byte for byte" {
	mail_start
	send --recipient b@example.org --recipient a@example.org \
		--subject 'Bericht: 火狐 👾 {{x}}' --text report.txt report.html
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	bytes=$(wc -c <report.html)
	id=$(mails -r '.emails[0].messageId')
	diff - <(echo "$stderr") <<-END
		send-report: warning: $bytes bytes; Gmail cuts mails near 102,000
		send-report: sent $id to a@example.org b@example.org ($bytes bytes)
	END
	mails -j '.emails[0].body.html' | cmp - report.html
	mails -j '.emails[0].body.text' | cmp - report.txt
	mails -e '(.emails | length == 1) and (.emails[0] |
		.from == "robot@example.org"
		and .subject == "Bericht: 火狐 👾 {{x}}"
		and .destination ==
			{to: ["a@example.org", "b@example.org"], cc: [], bcc: []})'
}

@test "a report from a pipe, without a text" {
	mail_start
	echo '<html>small</html>' | send-report --sender robot@example.org \
		--recipient a@example.org --subject x
	[ "$(mails -r '.emails[0].body | .html, .text' | head -n 1)" = \
		'<html>small</html>' ]
	mails -e '.emails | length == 1'
}

@test "what is not a whole report is refused" {
	mail_start
	: >empty
	send --subject x empty
	[ "$status" -eq 1 ]
	[ "$stderr" = 'send-report: the report is empty, not sent' ]
	head -c 200000 report.html >"cut"
	send --subject x cut
	[ "$status" -eq 1 ]
	[ "$stderr" = 'send-report: the report is cut short (no </html>), not sent' ]
	printf '<html>\xff\xfe</html>' >latin
	send --subject x latin
	[ "$status" -eq 1 ]
	[ "$stderr" = 'send-report: the report is not UTF-8, not sent' ]
	send --subject x --text empty report.html
	[ "$status" -eq 1 ]
	[ "$(last_line)" = 'send-report: empty: the text is empty, not sent' ]
	send --subject x nothing
	[ "$status" -eq 1 ]
	[ "$(last_line)" = 'send-report: nothing: No such file or directory' ]
	mails -e '.emails == []'
}

@test "a dry run checks what would be asked for" {
	mail_start
	send --subject x --dry-run report.html
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[[ $(last_line) == 'send-report: would mail a@example.org from robot@'* ]]
	mails -e '.emails == []'
}

@test "what is asked for is checked first" {
	send report.html
	[ "$status" -eq 2 ]
	[ "$stderr" = 'send-report: --subject: must be one line of text (see send-report --help)' ]
	send --subject $'x\nBcc: c@example.org' report.html
	[ "$status" -eq 2 ]
	for address in 'b' '@example.org' 'b@' 'b c@example.org' 'B <b@c.org>' \
		'b@c.org,d@e.org' '' $'b@c.org\nd' 'b@c@d'; do
		send --recipient "$address" --subject x report.html
		[ "$status" -eq 2 ]
		[[ $stderr == 'send-report: --recipient: '*': not a mail address '* ]]
	done
	options=()
	for ((i = 0; i < 50; i++)); do
		options+=(--recipient "b$i@example.org")
	done
	send "${options[@]}" --subject x report.html
	[ "$status" -eq 2 ]
	[ "$stderr" = 'send-report: 51 recipients: SES takes 50 (see send-report --help)' ]
	run --separate-stderr send-report --recipient a@example.org --subject x
	[ "$status" -eq 2 ]
	send --subject x report.html more
	[ "$status" -eq 2 ]
	send --frobnicate
	[ "$status" -eq 2 ]
	run --separate-stderr send-report --help
	[ "$status" -eq 0 ]
	[[ $output == 'usage: send-report '* ]]
}

@test "nobody there: nothing is sent, worth another try" {
	SES_ENDPOINT_URL=http://127.0.0.1:1 send --subject x report.html
	[ "$status" -eq 3 ]
	[[ $(last_line) == 'send-report: send: Could not connect to '* ]]
}

@test "SES refuses: its words, no other try" {
	odd_mail_start
	answer_with '{"status": 400, "headers":
		{"x-amzn-ErrorType": "MessageRejected"},
		"body": "{\"message\": \"Email address is not verified.\"}"}'
	send --subject x report.html
	[ "$status" -eq 1 ]
	[[ $(last_line) == 'send-report: send: '*'(MessageRejected)'*': Email address is not verified.' ]]
	answer_with '{"status": 429, "headers":
		{"x-amzn-ErrorType": "TooManyRequestsException"},
		"body": "{\"message\": \"Slow down.\"}"}'
	send --subject x report.html
	[ "$status" -eq 3 ]
	[[ $(last_line) == 'send-report: send: '*': Slow down.' ]]
	[ "$(posts)" -eq 2 ]
}

@test "an answer that says nothing: it may have been sent, and once at most" {
	odd_mail_start
	expected=0
	for fault in '{"seconds": 60}' '{"reset": true}' \
		'{"body": "<html>hello</html>"}' '{"body": "{}"}' \
		'{"status": 500, "body": "{}"}'; do
		answer_with "$fault"
		send --timeout 1 --subject x report.html
		[ "$status" -eq 1 ]
		[[ $(last_line) == 'send-report: send: '*': no answer, the mail may have been sent' ]]
		[ "$(posts)" -eq $((++expected)) ]
	done
}

@test "SIGTERM while it waits: ends at once, says what is not known" {
	odd_mail_start
	answer_with '{"seconds": 60}'
	begin send-report --sender robot@example.org --timeout 60 \
		--recipient a@example.org --subject x report.html
	until_true test -s web.log
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	[ "$(tail -n 1 err)" = 'send-report: stopped by SIGTERM, the mail may have been sent' ]
	[ -z "$(ls tmp)" ]
}

@test "no credentials: said, and no secret in any word or argument" {
	env -u AWS_ACCESS_KEY_ID HOME=/nonexistent send-report --sender \
		robot@example.org --recipient a@example.org --subject x \
		report.html 2>err && return 1
	[[ $(tail -n 1 err) == 'send-report: send: Unable to locate credentials'* ]]
	odd_mail_start
	export AWS_SECRET_ACCESS_KEY=hush-hush-hush
	answer_with '{"seconds": 60}'
	begin bash -x "$(command -v send-report)" --sender robot@example.org \
		--timeout 60 --recipient a@example.org --subject x report.html
	until_true test -s web.log
	ps -eo args >processes
	interrupt TERM
	finish
	grep -q sesv2 processes
	run ! grep -q hush-hush processes err out
	run ! grep -rq hush-hush web.log
}

@test "a full disk says so, and sends nothing" {
	small_disk_needed
	mail_start
	run --separate-stderr "$DELIVERY/small-disk" tmp 500 send-report \
		--sender robot@example.org --recipient a@example.org \
		--subject x report.html
	[ "$status" -eq 1 ]
	[[ $(last_line) == 'send-report: write the request: '*'No space left on device' ]]
	run --separate-stderr "$DELIVERY/small-disk" tmp 40 send-report \
		--sender robot@example.org --recipient a@example.org \
		--subject x report.html
	[ "$status" -eq 1 ]
	[[ $(last_line) == 'send-report: write error: No space left on device' ]]
	mails -e '.emails == []'
}
