-- wrk: POSTs the content of the file BENCH_BODY to BENCH_PATH.
local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
wrk.method = "POST"
wrk.path = os.getenv("BENCH_PATH")
wrk.headers["Content-Type"] = "application/json"
wrk.body = file:read("*a")
file:close()
