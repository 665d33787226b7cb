-- wrk: POSTs the content of the file BENCH_BODY to as many paths as BENCH_SERVICES says, in turn; BENCH_PATH has %d in
-- place of a service's number.
local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = file:read("*a")
file:close()

local path = os.getenv("BENCH_PATH")
local count = tonumber(os.getenv("BENCH_SERVICES"))
local stride = 7919 -- a prime, so that all are visited, and none after its neighbour
local requests = {}
local service = 0

function init()
    for number = 0, count - 1 do
        requests[number] = wrk.format(nil, string.format(path, number))
    end
end

function request()
    service = (service + stride) % count
    return requests[service]
end
