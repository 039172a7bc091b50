-- The frame of sys-socket for Wireshark and tshark: four bytes of length, the highest first, and as many bytes of payload.
--
--   tshark -X lua_script:labs/wire/frame.lua -r capture.pcap -d tcp.port==PORT,lpframe -V
--   wireshark -X lua_script:labs/wire/frame.lua capture.pcap     (then Analyze, Decode As: LPFRAME)
--
-- Port 9000, the examples', is known without -d. Filters: lpframe.length, lpframe.payload, lpframe.text, lpframe.too_large
local header = 4
local cap = 1048576 -- FRAME_CAP: a longer announcement is no frame. Often it is one in the wrong byte order

local lpframe = Proto("lpframe", "Length-prefixed frame")
local length = ProtoField.uint32("lpframe.length", "Length", base.DEC)
local payload = ProtoField.bytes("lpframe.payload", "Payload")
local text = ProtoField.string("lpframe.text", "Text", base.UNICODE)
lpframe.fields = { length, payload, text }
local too_large =
  ProtoExpert.new("lpframe.too_large", "The length is above the cap", expert.group.MALFORMED, expert.severity.ERROR)
lpframe.experts = { too_large }

local function announced(tvb, offset)
  return tvb(offset, header):uint()
end

-- A stream has no messages: TCP hands over whole frames by this, whichever segments they came in.
local function frame_length(tvb, _, offset)
  local bytes = announced(tvb, offset)
  if bytes > cap then
    return header
  end
  return header + bytes
end

local function dissect_frame(tvb, pinfo, tree)
  local bytes = announced(tvb, 0)
  local branch = tree:add(lpframe, tvb(), "Length-prefixed frame, " .. bytes .. " bytes")
  local field = branch:add(length, tvb(0, header))
  pinfo.cols.protocol = "LPFRAME"
  if bytes > cap then
    field:add_proto_expert_info(too_large)
    return header
  end
  if bytes > 0 then
    branch:add(payload, tvb(header, bytes))
    branch:add(text, tvb(header, bytes))
  end
  return header + bytes
end

function lpframe.dissector(tvb, pinfo, tree)
  dissect_tcp_pdus(tvb, tree, header, frame_length, dissect_frame)
  return tvb:len()
end

DissectorTable.get("tcp.port"):add(9000, lpframe)
DissectorTable.get("tcp.port"):add_for_decode_as(lpframe)
