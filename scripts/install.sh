# shellcheck shell=sh
# For demo and check, which read it with ".": what they need and this machine
# lacks, from the packages of Debian.

missing_packages=
missing_reasons=

# need PACKAGE REASON COMMAND...: PACKAGE is missing unless COMMAND succeeds.
need() {
	package=$1
	reason=$2
	shift 2
	"$@" >/dev/null 2>&1 && return
	missing_packages="$missing_packages $package"
	missing_reasons="$missing_reasons    $package: $reason
"
}

# As need, of what we can do without where it cannot be installed.
want() {
	command -v apt-get >/dev/null || return 0
	[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null || return 0
	need "$@"
}

# Can this C header be included?
header() {
	echo "#include <$1>" | cc -E -
}

# What the tools are built with.
need_build() {
	need gcc 'compiles the tools' command -v cc
	need libc6-dev 'headers of the C library' header stdio.h
	need make 'runs the compiler' command -v make
	need libjansson-dev 'reads and writes JSON' header jansson.h
	need libcurl4-openssl-dev 'talks HTTP' header curl/curl.h
	need libssl-dev 'signs and hashes' header openssl/evp.h
	want libstemmer-dev 'stems of words in comments' header libstemmer.h
}

# Install what is missing, or say so and end with status 1.
install_missing() {
	[ -n "$missing_packages" ] || return 0
	printf 'Missing on this machine (names of Debian packages):\n%s' \
		"$missing_reasons"
	if ! command -v apt-get >/dev/null; then
		echo 'There is no apt-get here: please install them yourself.'
		exit 1
	fi
	as_root=
	if [ "$(id -u)" -ne 0 ]; then
		as_root=sudo
		if ! command -v sudo >/dev/null; then
			echo 'There is no sudo here: please install them as root.'
			exit 1
		fi
	fi
	echo "Installing them with${as_root:+ $as_root} apt-get."
	$as_root apt-get -qq update
	# shellcheck disable=SC2086 # one word a package
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
		-o Dpkg::Use-Pty=0 --no-install-recommends install \
		$missing_packages >/dev/null
}
