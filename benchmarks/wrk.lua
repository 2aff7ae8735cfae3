-- Walks through the paths of a file, round and round; prints one line of JSON at the end.
-- wrk -s wrk.lua URL -- FILE ACCEPT

local requests, at = {}, 0

function init(arguments)
  for path in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", path, { ["Host"] = wrk.headers["Host"], ["Accept"] = arguments[2] })
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "median": %.3f, "p99": %.3f, "refused": %d, "broken": %d, "unanswered": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write, errors.timeout))
end
