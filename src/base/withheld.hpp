#pragma once

#include "base/many_texts.hpp"
#include "base/secret.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync {

// The values that this process knows and that nobody may read in what it prints, writes or sends elsewhere: those of
// variables of its environment that may be credentials, and those of secrets. Thread safe.
class Withheld
{
public:
  // Shorter values are too common to be looked for.
  static constexpr std::size_t k_shortest = 8;

  // Forgets all values.
  void clear();
  // Withholds a value, in every form that forms_of() knows, under the name of what it belongs to.
  void add(const std::string& name, std::string_view value);

  // `text` with k_sensitive_text in place of every value.
  std::string conceal(std::string_view text) const;
  // The name that a value was withheld under which stands in `text`; nothing when none does.
  std::optional<std::string> found_in(std::string_view text) const;

  std::shared_ptr<const ManyTexts> forms() const;

private:
  mutable std::mutex m_mutex;
  std::vector<std::pair<std::string, Secret>> m_values;
  std::shared_ptr<const ManyTexts> m_forms = std::make_shared<const ManyTexts>();
};

// Those of this process. There is one of it, and not one handed from room to room, because it guards what leaves the
// process: every writer at the end passes it, so that none above can forget to.
Withheld& withheld();

// A text that comes in pieces, without what is withheld: a value is found also where it is cut in two.
class ConcealedPieces
{
public:
  // What can be said of the text so far; the rest, which may be the beginning of a value, is kept for later.
  std::string add(std::string_view piece, const ManyTexts& forms);
  // What was kept.
  std::string end(const ManyTexts& forms);

private:
  std::string run(std::size_t end, const ManyTexts& forms);

  std::string m_text;        // not yet said
  std::size_t m_covered = 0; // so many characters of it belong to a value that was said to be there
};

} // namespace flowsync
