#!/usr/bin/env bats
# The server is killed again and again while rows are fetched. KILLS says how
# many runs there are.

load bqfetch

@test "runs through killed servers end whole, or say that they did not" {
	scenario '{}'
	timeout 280 python3 "$TESTS/bqfetch/kill.py" "${KILLS:-12}" >seen
	cat seen >&3
}
