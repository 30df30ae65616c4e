#pragma once

#include "base/checked_word.hpp"

#include <array>

namespace flowsync::plan {

// Why something happens to a resource, as plans for programs say it (`action_reason`) and as people read it.
struct ReasonRow
{
  std::string_view word;
  std::string_view text; // "" where the change itself says it
};

inline constexpr std::array k_reasons{
    ReasonRow{"not_found", ""},
    ReasonRow{"spec_changed", ""},
    ReasonRow{"drifted", "changed in Nexla since the last apply"},
    ReasonRow{"spec_changed_and_drifted", "changed in the specs and in Nexla since the last apply"},
    ReasonRow{"cannot_update", "a field that Nexla cannot change on an existing resource differs"},
    ReasonRow{"parent_replaced", "what it hangs from is replaced"},
    ReasonRow{"removed_from_spec", "no longer in the specs"},
    ReasonRow{"adopted", ""},
    ReasonRow{"moved", ""},
    ReasonRow{"mark_missing", "its mark was removed from the description"},
    ReasonRow{"mark_outdated", "its mark speaks of a `moved` entry that is gone"},
    ReasonRow{"awaiting_detection", "Nexla makes it from the data of its source"},
};

// The row of a word; null for one that only another version of flowsync knows.
constexpr const ReasonRow* find_reason(std::string_view word)
{
  for (const auto& row : k_reasons) {
    if (row.word == word) {
      return &row;
    }
  }
  return nullptr;
}

struct Reasons
{
  static constexpr bool holds(std::string_view word) { return find_reason(word) != nullptr; }
  static std::string_view kept(std::string_view word)
  {
    const auto* const row = find_reason(word);
    return row != nullptr ? row->word : lasting_text(word);
  }
};

using Reason = CheckedWord<Reasons>;

} // namespace flowsync::plan
