#include "state/change.hpp"

#include "state/codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace flowsync::state {

namespace {

using Json = nlohmann::json;

template <typename... Handlers>
struct Overloaded : Handlers...
{
  using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

std::string about(std::string_view what, const Address& address, const std::string& value)
{
  return fmt::format(R"("do":"{}","address":"{}","value":{})", what, address.text(), value);
}

std::string about(std::string_view what, const Address& address)
{
  return fmt::format(R"("do":"{}","address":"{}")", what, address.text());
}

// More than a pin is ever moved back by.
constexpr std::size_t k_most_completed = 200;

void forget_oldest(std::map<std::string, std::string>& completed)
{
  while (completed.size() > k_most_completed) {
    completed.erase(std::min_element(completed.begin(), completed.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
}

} // namespace

void apply(StateData& data, Change change)
{
  std::visit(Overloaded{
                 [&](Recorded&& recorded) {
                   const auto address = recorded.record.address;
                   data.intents.erase(address);
                   data.records.insert_or_assign(address, std::move(recorded.record));
                 },
                 [&](Forgotten&& forgotten) { data.records.erase(forgotten.address); },
                 [&](Intended&& intended) {
                   const auto address = intended.intent.address;
                   data.intents.insert_or_assign(address, std::move(intended.intent));
                 },
                 [&](Settled&& settled) { data.intents.erase(settled.address); },
                 [&](Cascaded&& cascaded) {
                   const auto cause = cascaded.restoration.cause;
                   data.restorations.insert_or_assign(cause, std::move(cascaded.restoration));
                 },
                 [&](Restored&& restored) { data.restorations.erase(restored.cause); },
                 [&](Learnt&& learnt) { data.facts.insert(std::move(learnt.fact)); },
                 [&](Applied&& applied) {
                   data.owners.insert(applied.identity.user_id);
                   data.identity = std::move(applied.identity);
                   data.commit = std::move(applied.commit);
                   data.commit_time = std::move(applied.commit_time);
                   data.applied_at = std::move(applied.time);
                 },
                 [&](Completed&& completed) {
                   data.completed[completed.commit] = std::move(completed.time);
                   forget_oldest(data.completed);
                 },
             },
             std::move(change));
}

std::string describe(const Change& change)
{
  return std::visit(Overloaded{
                        [](const Recorded& recorded) {
                          return fmt::format("{} ({} {})", recorded.record.address.text(),
                                             type_name(recorded.record.type), recorded.record.id);
                        },
                        [](const Forgotten& forgotten) { return forgotten.address.text(); },
                        [](const Intended& intended) { return intended.intent.address.text(); },
                        [](const Settled& settled) { return settled.address.text(); },
                        [](const Cascaded& cascaded) { return cascaded.restoration.cause.text(); },
                        [](const Restored& restored) { return restored.cause.text(); },
                        [](const Learnt& learnt) { return learnt.fact; },
                        [](const Applied&) { return std::string("the end of the run"); },
                        [](const Completed& completed) { return completed.commit; },
                    },
                    change);
}

std::string encode(const Change& change)
{
  return std::visit(
      Overloaded{
          [](const Recorded& recorded) {
            return about("record", recorded.record.address, record_line(recorded.record));
          },
          [](const Forgotten& forgotten) { return about("forget", forgotten.address); },
          [](const Intended& intended) {
            return about("intend", intended.intent.address, dump_line(encode(intended.intent)));
          },
          [](const Settled& settled) { return about("settle", settled.address); },
          [](const Cascaded& cascaded) {
            return about("cascade", cascaded.restoration.cause, dump_line(encode(cascaded.restoration)));
          },
          [](const Restored& restored) { return about("restored", restored.cause); },
          [](const Learnt& learnt) { return fmt::format(R"("do":"learn","fact":{})", dump_line(learnt.fact)); },
          [](const Applied& applied) {
            return fmt::format(R"("do":"applied","identity":{},"commit":{},"commit_time":{},"time":{})",
                               dump_line(encode(applied.identity)), dump_line(applied.commit),
                               dump_line(applied.commit_time), dump_line(applied.time));
          },
          [](const Completed& completed) {
            return fmt::format(R"("do":"completed","commit":{},"time":{})", dump_line(completed.commit),
                               dump_line(completed.time));
          },
      },
      change);
}

Change decode_change(const Json& line)
{
  const auto what = line.at("do").get<std::string>();
  if (what == "learn") {
    return Learnt{line.at("fact").get<std::string>()};
  }
  if (what == "applied") {
    return Applied{decode_identity(line.at("identity")), line.at("commit").get<std::string>(),
                   line.value("commit_time", std::string()), line.at("time").get<std::string>()};
  }
  if (what == "completed") {
    return Completed{line.at("commit").get<std::string>(), line.at("time").get<std::string>()};
  }
  auto address = decode_address(line.at("address").get_ref<const std::string&>());
  if (what == "record") {
    return Recorded{decode_record(std::move(address), line.at("value"))};
  }
  if (what == "forget") {
    return Forgotten{std::move(address)};
  }
  if (what == "intend") {
    return Intended{decode_intent(std::move(address), line.at("value"))};
  }
  if (what == "settle") {
    return Settled{std::move(address)};
  }
  if (what == "cascade") {
    return Cascaded{decode_restoration(std::move(address), line.at("value"))};
  }
  if (what == "restored") {
    return Restored{std::move(address)};
  }
  throw std::invalid_argument(fmt::format("'{}' is not a change that this version knows", what));
}

} // namespace flowsync::state
