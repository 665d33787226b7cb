# shellcheck shell=bash
# How a check starts one bot at a time, waits for it and ends it, however the check ends. Sourced with `set -euo pipefail`.
# $folder is the check's own and deleted at the end; $log has what the bot writes to standard error, and $chat the chat.
folder=$(mktemp -d)
log=$folder/errors
chat=$folder/chat
touch "$log" "$chat"
bot=

# Ends what the check has started besides the bot; a check may define its own.
end_others() { :; }

end_everything() {
    if [ -n "$bot" ]; then kill -9 "$bot" 2>/dev/null || true; fi
    end_others
    rm -rf --one-file-system "$folder"
}
trap end_everything EXIT

# fail REASON [FILE …]: ends the check with the end of the bot's log, of its chat and of the files.
fail() {
    printf '%s: %s\n' "$0" "$1" >&2
    tail -n 100 "$log" "$chat" "${@:2}" >&2
    exit 1
}

# start_bot COMMAND …: returns when the bot is ready; $url is its first address.
start_bot() {
    "$@" >"$chat" 2>"$log" </dev/null &
    bot=$!
    for _ in $(seq 100); do
        url=$(sed -nE 's/.* ready listening="?([^ "]*).*/\1/p' "$log")
        [ -z "$url" ] || return 0
        sleep 0.1
    done
    fail "the bot does not get ready"
}

# Ends the bot as a deployment does.
stop_bot() {
    kill -TERM "$bot"
    wait "$bot" || fail "SIGTERM ended the bot with $?"
    bot=
}

# await_line PATTERN: a delivery is answered before its message is in the chat.
await_line() {
    for _ in $(seq 100); do
        if grep -q "$1" "$chat"; then return 0; fi
        sleep 0.1
    done
    fail "the chat lacks $1"
}
