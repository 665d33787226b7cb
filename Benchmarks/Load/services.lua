-- wrk: POSTs the content of the file BENCH_BODY to the paths of BENCH_SERVICES services, in turn; BENCH_PATH has %d in
-- place of a service's number.
local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = file:read("*a")
file:close()

local path = os.getenv("BENCH_PATH")
local services = tonumber(os.getenv("BENCH_SERVICES"))
local count = 10007 -- requests, however few the services: wrk's own work stays the same
local stride = 7919 -- prime like the count, so that all are visited, and none after its neighbour
local requests = {}
local position = 0

function init()
    for number = 0, count - 1 do
        requests[number] = wrk.format(nil, string.format(path, number % services))
    end
end

function request()
    position = (position + stride) % count
    return requests[position]
end
