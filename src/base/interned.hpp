#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace flowsync {

// A text of which the process keeps one copy, as long as it runs: the name of a file or layer that stands in thousands
// of places. Copying and comparing cost nothing; making one looks it up among those that there are (thread safe). For
// texts of which there are few.
class Interned
{
public:
  Interned();                      // ""
  Interned(std::string_view text); // NOLINT(google-explicit-constructor): it is that text
  Interned(const std::string& text) : Interned(std::string_view(text)) {} // NOLINT(google-explicit-constructor)
  Interned(const char* text) : Interned(std::string_view(text)) {}        // NOLINT(google-explicit-constructor)

  const std::string& text() const { return *m_text; }
  operator const std::string&() const { return *m_text; } // NOLINT(google-explicit-constructor)
  operator std::string_view() const { return *m_text; }   // NOLINT(google-explicit-constructor)

  bool operator==(const Interned&) const = default;

private:
  const std::string* m_text;
};

} // namespace flowsync

template <>
struct fmt::formatter<flowsync::Interned> : fmt::formatter<std::string_view>
{
  template <typename Context>
  auto format(const flowsync::Interned& interned, Context& context) const
  {
    return fmt::formatter<std::string_view>::format(interned.text(), context);
  }
};
