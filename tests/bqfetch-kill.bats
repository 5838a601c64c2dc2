#!/usr/bin/env bats
# The server is killed again and again while rows are fetched. KILLS says how
# many runs there are, KILL_ROWS how many rows each fetches.

load bqfetch

@test "runs through killed servers end whole, or say that they did not" {
	scenario '{}'
	timeout $((200 + 10 * ${KILLS:-12})) python3 "$TESTS/bqfetch/kill.py" \
		"${KILLS:-12}" "${KILL_ROWS:-20000}" >seen
	cat seen >&3
}
