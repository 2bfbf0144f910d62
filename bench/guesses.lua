-- SPDX-License-Identifier: Apache-2.0
-- Guesses of the administrator's password for wrk, another one each time.
local count = 0
local path = "/ocs/v2.php/cloud/users/user1"
-- `admin:` in base64; any eight characters of base64 behind it are six bytes of a password.
local name = "Basic YWRtaW46"
local close = os.getenv("ROSTER_CONNECTION") == "each"

function request()
  count = count + 1
  local headers = {["Host"] = "127.0.0.1", ["OCS-APIRequest"] = "true",
                   ["Authorization"] = name .. string.format("%08d", count)}
  if close then headers["Connection"] = "close" end
  return wrk.format("GET", path, headers)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d\n", summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
