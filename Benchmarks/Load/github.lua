-- wrk: sends the request in the file BENCH_BODY again and again, each time as a new delivery: the identifier {delivery}
-- in it becomes one that begins with BENCH_RUN.
local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
local before, after = file:read("*a"):match("^(.-){delivery}(.*)$")
file:close()

before = before .. os.getenv("BENCH_RUN")
local number = 0

function request()
    number = number + 1
    return before .. string.format("%012d", number) .. after
end
