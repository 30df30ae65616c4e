#include "forge/post.hpp"

#include <algorithm>

namespace flowsync::forge {

namespace {

using Kind = ForgeProblem::Kind;
using PostResult = Result<Posted, ForgeProblem>;

// Writes over the oldest one, and takes away others that two jobs made at once. Nothing: it went away meanwhile.
std::optional<PostResult> write_over(Discussion& discussion, const OneComment& comment, const std::vector<Note>& notes)
{
  if (std::any_of(notes.begin(), notes.end(), [&](const Note& note) { return comment.is_newer(note.body); })) {
    return PostResult(Posted::left_newer);
  }
  const auto& first = notes.front();
  const bool changes = first.body != comment.body;
  if (changes) {
    if (auto problem = discussion.update(first.id, comment.body)) {
      return problem->kind == Kind::missing ? std::nullopt : std::optional<PostResult>(*std::move(problem));
    }
  }
  for (std::size_t i = 1; i < notes.size(); ++i) {
    if (auto problem = discussion.remove(notes[i].id)) {
      return PostResult(*std::move(problem));
    }
  }
  return PostResult(changes ? Posted::updated : Posted::unchanged);
}

} // namespace

PostResult post(Discussion& discussion, const OneComment& comment)
{
  constexpr int k_tries = 4;
  ForgeProblem last{Kind::unreachable, "the comment goes away as often as it is written"};
  bool made = false;
  for (int i = 0; i < k_tries; ++i) {
    const auto notes = discussion.own_notes(comment.beginning);
    if (!notes) {
      return notes.error();
    }
    if (!notes->empty()) {
      if (auto outcome = write_over(discussion, comment, *notes)) {
        const bool ours = made && *outcome && outcome->value() == Posted::unchanged;
        return ours ? PostResult(Posted::created) : *std::move(outcome);
      }
      continue;
    }
    if (made) {
      return Posted::created; // it was confirmed; the list is behind
    }
    if (!comment.worth_making) {
      return Posted::nothing;
    }
    const auto created = discussion.create(comment.body);
    if (!created && created.error().kind != Kind::uncertain) {
      return created.error();
    }
    made = created.ok(); // the next look tells whether somebody else made one too
    last = created ? last : created.error();
  }
  return last;
}

} // namespace flowsync::forge
