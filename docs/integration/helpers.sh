# The helpers of the examples in this folder, for bash with curl and python3: . docs/integration/helpers.sh
# They talk to the running demo, or to the installation that B2B_INTEGRATION and B2B_API_KEY name.

# Fields of an answer by their paths: `pick items.0.number`; the whole answer where none is named.
pick() { python3 -S -c '
import json, sys
whole = json.load(sys.stdin)
def at(path):
    value = whole
    for key in path.split("."):
        value = value[int(key) if isinstance(value, list) else key]
    return value if isinstance(value, (str, int, float)) else json.dumps(value, ensure_ascii=False)
print(*map(at, sys.argv[1:]), sep="  ")' "$@"; }

# Fields of every item of a list, a line each: `each items number status`.
each() { python3 -S -c '
import json, sys
rows = json.load(sys.stdin)[sys.argv[1]]
for row in rows:
    shown = []
    for path in sys.argv[2:]:
        value = row
        for key in path.split("."):
            value = value[key]
        shown.append(value)
    print(*shown, sep="  ")' "$@"; }

# A request with the key; arguments go to curl, a refusal is printed and is no error of the shell's.
erp() { curl --silent --show-error --header "X-API-Key: $B2B_API_KEY" \
    --header "Content-Type: application/json" "$B2B_INTEGRATION$@"; }

# A key of your own for a request that may have to be repeated.
new_key() { python3 -S -c 'import uuid; print(uuid.uuid4())'; }

: "${B2B_INTEGRATION:=$(pick integration_url < .b2b/demo.json)/api/integration/v1}"
: "${B2B_API_KEY:=$(pick api_key < .b2b/demo.json)}"
