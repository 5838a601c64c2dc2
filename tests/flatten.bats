#!/usr/bin/env bats
# scripts/flatten: style as mail programs understand it.

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cat >base.css <<-'END'
		/* Of all; a "}" here does no harm. */
		:root {
			color-scheme: light dark;
			--ground: #fff;
			--font: Menlo, monospace;
		}
		@media (prefers-color-scheme: dark) {
			:root {
				--ground: #000;
			}
		}
	END
}

@test "variables are put in, and once more where the dark has others" {
	cat >own.css <<-'END'
		body {
			margin: 0;
			background: linear-gradient(var(--ground), var(--ground)) no-repeat;
			font: 1em/1.5
				var(--font);
		}

		/* two selectors */
		p,
		#a > b {
			color: red;
		}
		@media (max-width: 45em) {
			td {
				display: block;
			}
		}
		code {
			color: var(--ground);
		}
	END
	"$TESTS/../scripts/flatten" base.css own.css | diff - /dev/fd/5 5<<-'END'
		body{margin:0;background:linear-gradient(#fff, #fff) no-repeat;font:1em/1.5 Menlo, monospace}
		p,#a > b{color:red}
		@media (max-width: 45em){
		td{display:block}
		}
		code{color:#fff}
		@media (prefers-color-scheme:dark){
		body{background:linear-gradient(#000, #000) no-repeat}
		code{color:#000}
		}
	END
}

@test "what it cannot do is refused" {
	bats_require_minimum_version 1.5.0
	echo 'p { color: var(--none); }' >own.css
	run -1 --separate-stderr "$TESTS/../scripts/flatten" base.css own.css
	[ "$output" = '' ]
	# shellcheck disable=SC2154 # bats sets it
	[ "$stderr" = 'flatten: --none: no such variable' ]
	echo '@media print { p { color: var(--ground); } }' >own.css
	run -1 --separate-stderr "$TESTS/../scripts/flatten" base.css own.css
	[ "$output" = '' ]
	[ "$stderr" = 'flatten: p: color: var(--ground): a colour in a media query' ]
}
