#include "exec/mark_edit.hpp"

#include "exec/failure.hpp"
#include "exec/write.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

// The description as wanted; nothing when the service shows that nothing is to be written, with the reason in `found`.
std::optional<std::string> wanted_text(const LiveResource& live, const plan::MarkOwner& owner, const Address& from,
                                       const std::optional<Address>& to, MarkEdit& found)
{
  const auto& shown = live.description;
  const auto seen = plan::see_mark(owner, live);
  if (seen.kind == plan::SeenMark::Kind::none) {
    found = MarkEdit::no_mark;
    return std::nullopt;
  }
  if (seen.several || (seen.contradicts(from) && !(to && !seen.contradicts(*to)))) {
    found = MarkEdit::other_mark;
    return std::nullopt;
  }
  if (!to) {
    return strip_marks(shown);
  }
  auto mark = seen.mark;
  if (mark.address == *to) {
    found = MarkEdit::already;
    return std::nullopt;
  }
  mark.address = *to;
  mark.environment = owner.environment;
  mark.set_token(k_past_token, ""); // of an entry that leads away from the old address
  if (!parse_mark(mark.text())) {
    throw ResourceFailure(
        fmt::format("its mark would have {} bytes, and 200 are the most that a mark may have", mark.text().size()),
        ExitCode::refused, "choose a shorter address");
  }
  return with_mark(shown, mark);
}

bool has_it(const std::string& shown, const std::string& wanted)
{
  const auto marks = find_marks(shown);
  const auto wanted_marks = find_marks(wanted);
  return marks.size() == wanted_marks.size() &&
         std::equal(marks.begin(), marks.end(), wanted_marks.begin(),
                    [](const Mark& a, const Mark& b) { return a.same_identity(b); });
}

bool cannot_while_running(const nexla::ApiError& error, const LiveResource& live)
{
  return error.kind == nexla::ApiError::Kind::refused && running(live.status) == Running::yes;
}

} // namespace

MarkEdit edit_mark(nexla::Api& api, const plan::LiveKey& key, const plan::MarkOwner& owner, const Address& from,
                   const std::optional<Address>& to, std::stop_token stop)
{
  auto live = api.get(key.first, key.second, nexla::Expand::no, stop);
  if (!live) {
    if (live.error().kind == nexla::ApiError::Kind::absent) {
      return MarkEdit::no_resource;
    }
    throw ResourceFailure(live.error());
  }
  auto found = MarkEdit::changed;
  const auto text = wanted_text(*live, owner, from, to, found);
  if (!text) {
    return found;
  }
  nlohmann::json body{{"description", *text}};
  complete_code(body, nlohmann::json::object(), *live);
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (const auto reply = api.update(key.first, key.second, body, {}); !reply) {
      if (cannot_while_running(reply.error(), *live)) {
        throw ResourceFailure(
            fmt::format("Nexla does not change its description while it runs: {}", reply.error().text()),
            ExitCode::error, "pause it in Nexla, run this again, and activate it");
      }
      throw ResourceFailure(reply.error());
    }
    const auto after = api.get(key.first, key.second, nexla::Expand::no, {});
    if (!after) {
      throw ResourceFailure(after.error());
    }
    if (has_it(after->description, *text)) {
      return MarkEdit::changed;
    }
  }
  throw NotKept({"/description"});
}

} // namespace flowsync::exec
