#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::forge {

// Why a forge did not do what it was asked for.
struct ForgeProblem
{
  enum class Kind
  {
    unauthorized, // the token is not known
    forbidden,    // it is known, and may not do this
    missing,      // nothing there, or nothing that this token may see
    rejected,     // understood and refused, or no answer of such a service
    unreachable,  // nothing was done: no connection, or busy for too long
    uncertain,    // it may have been done: no answer came
    cancelled     // by the person who runs this
  };
  Kind kind = Kind::rejected;
  std::string text; // a clause for people: "POST /repos/…: 403 Resource not accessible by integration"; untrusted
};

// One comment or issue.
struct Note
{
  std::int64_t id = 0; // by which the API knows it; of an issue its number
  std::string body;
};

// Texts of people at one place of a forge: the comments of one pull or merge request, or the open issues of a
// repository.
class Discussion
{
public:
  virtual ~Discussion() = default;

  // Those that the token's own user wrote and that begin with `beginning`, the oldest first.
  virtual Result<std::vector<Note>, ForgeProblem> own_notes(std::string_view beginning) = 0;
  // Adds one; its id.
  virtual Result<std::int64_t, ForgeProblem> create(const std::string& body) = 0;
  virtual std::optional<ForgeProblem> update(std::int64_t id, const std::string& body) = 0;
  // Takes a comment away, closes an issue. Something that is gone already is not a problem.
  virtual std::optional<ForgeProblem> remove(std::int64_t id) = 0;
};

} // namespace flowsync::forge
