# shellcheck shell=bash
# For the scripts beside it, which read it with "." after lib.sh: files in
# s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or a folder of this machine. STORE is
# one of these.

# What aws and gcloud say of faults that pass.
store_again='Could not connect|[Cc]onnection .*(closed|reset|aborted|refused)'
store_again+='|[Tt]ime(d )?-?out|Broken pipe|IncompleteRead|SlowDown|Throttl'
store_again+='|TooManyRequests|ServiceUnavailable|InternalError'
store_again+='|\((429|5[0-9][0-9])\)|HTTPError (429|5[0-9][0-9])'

# check_store STORE: print it without slashes at its end.
check_store() {
	local store=$1
	while [[ $store == ?*/ ]]; do
		store=${store%/}
	done
	case $store in
	s3://[a-z0-9]* | gs://[a-z0-9]*) ;;
	*://* | '' | s3:* | gs:*)
		wrong_use "$1: neither s3://BUCKET, gs://BUCKET nor a folder"
		;;
	esac
	printf '%s\n' "$store"
}

# need_store STORE: its program is installed.
need_store() {
	case $1 in
	s3://*) need aws jq ;;
	gs://*) need gcloud ;;
	esac
}

# store_list STORE: print the names of its files, one a line.
store_list() {
	case $1 in
	s3://*) s3_list "$1" ;;
	gs://*) gs_list "$1" ;;
	*) folder_list "$1" ;;
	esac
}

# store_get STORE NAME FILE: copy the file of this name.
store_get() {
	case $1 in
	s3://*) s3 cp --only-show-errors "$1/$2" "$3" ;;
	gs://*) gcloud storage cp --no-user-output-enabled "$1/$2" "$3" ;;
	*) cp "$1/$2" "$3" ;;
	esac
}

# store_put FOLDER STORE [HEADER...]: copy every file below FOLDER. A header
# is an option that aws and gcloud share, such as --content-type=TYPE.
store_put() {
	local folder=$1 store=$2
	shift 2
	case $store in
	s3://*)
		s3 cp --recursive --only-show-errors "$@" "$folder" "$store"
		;;
	gs://*)
		gcloud storage cp --recursive --no-user-output-enabled "$@" \
			"$folder"/* "$store/"
		;;
	*) folder_put "$folder" "$store" ;;
	esac
}

# store_delete STORE FILE: delete the names that FILE lists.
store_delete() {
	case $1 in
	s3://*) s3_delete "$1" "$2" ;;
	gs://*)
		sed "s|^|$1/|" "$2" |
			gcloud storage rm --no-user-output-enabled -I
		;;
	*) (cd "$1" && xargs -d '\n' -a "$2" rm -f --) ;;
	esac
}

s3() {
	aws s3 "$@" ${S3_ENDPOINT_URL:+--endpoint-url "$S3_ENDPOINT_URL"}
}

s3api() {
	aws s3api "$@" --output json \
		${S3_ENDPOINT_URL:+--endpoint-url "$S3_ENDPOINT_URL"}
}

# s3_prefix STORE: print what the keys of its files begin with.
s3_prefix() {
	local path=${1#s3://}
	case $path in
	*/*) printf '%s/\n' "${path#*/}" ;;
	esac
}

s3_bucket() {
	local path=${1#s3://}
	printf '%s\n' "${path%%/*}"
}

s3_list() {
	local prefix
	prefix=$(s3_prefix "$1")
	s3api list-objects-v2 --bucket "$(s3_bucket "$1")" \
		--prefix "$prefix" --query 'Contents[].Key' |
		jq -r --arg prefix "$prefix" '.[]? | ltrimstr($prefix)'
}

# 1,000 at a time, the most that S3 takes. It answers well even when it has
# not deleted some: then it names them.
s3_delete() {
	local batch failed
	jq -R . "$2" | jq -cs --arg prefix "$(s3_prefix "$1")" '
		range(0; length; 1000) as $i
		| {Objects: .[$i:$i + 1000] | map({Key: ($prefix + .)}), Quiet: true}
	' >"$tmp/delete"
	while IFS= read -r batch; do
		printf '%s\n' "$batch" >"$tmp/batch"
		failed=$(s3api delete-objects --bucket "$(s3_bucket "$1")" \
			--delete "file://$tmp/batch" --query 'Errors[0]' |
			jq -r 'select(.) | "\(.Key): \(.Code)"')
		[[ -z $failed ]] || die $FAILED "not deleted: $failed"
	done <"$tmp/delete"
}

# An empty one is an error to gcloud, in these words.
gs_list() {
	local list
	if ! list=$(gcloud storage ls "$1/**" 2>&1); then
		[[ $list == *'matched no objects'* ]] && return
		die $FAILED "$list"
	fi
	sed "s|^$1/||" <<<"$list"
}

folder_list() {
	[[ ! -d $1 ]] || find "$1" -name '.new.*' -prune -o -type f -printf '%P\n'
}

# Copied beside first, so that each file appears whole.
folder_put() {
	local new sub
	mkdir -p "$2"
	new=$(mktemp -d "$2/.new.XXXXXX")
	# shellcheck disable=SC2064 # of this subshell, and now
	trap "rm -rf ${new@Q}" EXIT
	cp -R "$1/." "$new"
	(cd "$new" && find . -type d) >"$tmp/folders"
	while IFS= read -r sub; do
		mkdir -p "$2/$sub"
		find "$new/$sub" -maxdepth 1 -type f -exec mv -f -t "$2/$sub" {} +
	done <"$tmp/folders"
}
