#pragma once

#include "model/record.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace flowsync::state {

// The changes that a state can go through; each is one line of the journal.
struct Recorded // replaces the record of its address and answers an intent to create it
{
  Record record;
};
struct Forgotten
{
  Address address;
};
struct Intended
{
  Intent intent;
};
struct Settled // the create was answered: either done or certainly not done
{
  Address address;
};
struct Cascaded // a cascade began
{
  Restoration restoration;
};
struct Restored // and is undone
{
  Address cause;
};
struct Learnt
{
  std::string fact;
};
struct Applied
{
  Identity identity;
  std::string commit;
  std::string commit_time; // ISO 8601
  std::string time;        // ISO 8601
};
struct Completed // see StateData::completed
{
  std::string commit;
  std::string time; // ISO 8601
};
using Change = std::variant<Recorded, Forgotten, Intended, Settled, Cascaded, Restored, Learnt, Applied, Completed>;

// Brings `data` to what it is after the change; its serial stays.
void apply(StateData& data, Change change);

// What the change concerns, for messages: "orders/sink/warehouse (data_sink 6513)".
std::string describe(const Change& change);

// The members of a journal line that tell the change, without braces: `"do":"forget","address":"orders/source"`.
std::string encode(const Change& change);

// Reads a journal line's object. Throws std::exception when it is none of the changes above.
Change decode_change(const nlohmann::json& line);

} // namespace flowsync::state
