-- SPDX-License-Identifier: Apache-2.0
-- One kind of call for wrk, named by the environment ROSTER_CALL; every request is another account.
local call = os.getenv("ROSTER_CALL")
local users = tonumber(os.getenv("ROSTER_USERS"))
local run = os.getenv("ROSTER_RUN") or "0"
local api = "/ocs/v2.php/cloud/users"
local form = "application/x-www-form-urlencoded"
local count = 0

-- Other accounts in every run: an edit that an earlier run has made already changes nothing.
local seed = 0
for i = 1, #run do seed = seed * 31 + run:byte(i) end
math.randomseed(seed)

local base = {
  ["Authorization"] = os.getenv("ROSTER_AUTHORIZATION"),
  ["OCS-APIRequest"] = "true",
  ["Accept"] = "application/json",
  ["Host"] = "127.0.0.1",
}
local with_form = {}
for name, value in pairs(base) do with_form[name] = value end
with_form["Content-Type"] = form

local thread_count = 0
function setup(thread)
  thread:set("id", thread_count)
  thread_count = thread_count + 1
end

-- The uid stands at the mark; formatting a whole request each time would cost the load its speed.
local mark = "@@@@@@@"
local function template(method, path, headers)
  local text = wrk.format(method, path, headers)
  local from, to = text:find(mark, 1, true)
  return text:sub(1, from - 1), text:sub(to + 1)
end
local before, after = template("GET", api .. "/user" .. mark, base)

local function new_uid()
  return string.format("new-%s-%d-%d", run, id, count)
end

local function get()
  return before .. math.random(0, users - 1) .. after
end

local makers = {
  get = get,
  get_app = get,
  list = function()
    return wrk.format("GET", api .. "?limit=25&offset=" .. math.random(0, users - 25), base)
  end,
  details = function()
    return wrk.format("GET", api .. "/details?limit=25&offset=" .. math.random(0, users - 25), base)
  end,
  edit = function()
    return wrk.format("PUT", api .. "/user" .. math.random(0, users - 1), with_form,
      "key=displayname&value=Name+" .. math.random(0, 9999999))
  end,
  create = function()
    return wrk.format("POST", api, with_form, "userid=" .. new_uid() .. "&password=S3cret-pass-word")
  end,
  -- With all that a script usually gives: the profile and the groups cost more than the user.
  create_full = function()
    local uid = new_uid()
    return wrk.format("POST", api, with_form, "userid=" .. uid .. "&password=S3cret-pass-word" ..
      "&displayName=Name+" .. uid .. "&email=" .. uid .. "@example.org&groups[]=group1&groups[]=group2")
  end,
  -- Deletes what a run of `create` with the same ROSTER_RUN has made.
  delete = function()
    return wrk.format("DELETE", api .. "/" .. new_uid(), base)
  end,
}

function request()
  count = count + 1
  return makers[call]()
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
