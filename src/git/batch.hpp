#pragma once

#include <string_view>

namespace flowsync::git {

// One answer of `git cat-file --batch` (git-cat-file(1), BATCH OUTPUT).
struct BatchItem
{
  enum class Kind
  {
    object,
    missing,   // there is none of this name
    unreadable // nothing that git says; nothing after it can be read either
  };
  Kind kind = Kind::unreadable;
  std::string_view id; // these three of an object
  std::string_view type;
  std::string_view content;
};

// Reads what `git cat-file --batch` answered, name by name, in the order in which it was asked.
class BatchAnswer
{
public:
  // `text` must outlive it and what it gives.
  explicit BatchAnswer(std::string_view text) : m_rest(text) {}

  BatchItem take();

private:
  std::string_view m_rest;
};

} // namespace flowsync::git
