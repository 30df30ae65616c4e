#include "schema/pattern.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>

namespace flowsync::schema {

namespace {

constexpr std::string_view k_meaningful = "^$\\.*+?()[]{}|";

} // namespace

// Reads an expression into places, as Glushkov's construction does: of each part it is known which places begin it,
// which end it and whether it may be empty.
class PatternReader
{
public:
  PatternReader(Pattern& pattern, std::string_view whole) : m_pattern(pattern), m_whole(whole), m_text(whole) {}

  void read()
  {
    if (m_text.size() < 2 || !m_text.starts_with('^') || !m_text.ends_with('$') || m_text.ends_with("\\$")) {
      fail();
    }
    m_text = m_text.substr(1, m_text.size() - 2);
    const auto part = sequence();
    if (!m_text.empty()) { // as well with `|`, each side of which would be held at one end only
      fail();
    }
    m_pattern.m_first = part.first;
    m_pattern.m_last = part.last;
    m_pattern.m_matches_empty = part.may_be_empty;
  }

private:
  using Places = Pattern::Places;
  using Bytes = Pattern::Bytes;
  struct Part
  {
    Places first;
    Places last;
    bool may_be_empty = true;
  };

  [[noreturn]] void fail() const { throw std::logic_error("schema: unknown pattern " + std::string(m_whole)); }

  bool take(char c)
  {
    const bool is_there = m_text.starts_with(c);
    m_text.remove_prefix(is_there ? 1 : 0);
    return is_there;
  }

  char take_any()
  {
    if (m_text.empty()) {
      fail();
    }
    const char c = m_text.front();
    m_text.remove_prefix(1);
    return c;
  }

  Part alternatives()
  {
    auto all = sequence();
    while (take('|')) {
      const auto other = sequence();
      all.first |= other.first;
      all.last |= other.last;
      all.may_be_empty = all.may_be_empty || other.may_be_empty;
    }
    return all;
  }

  Part sequence()
  {
    Part all;
    while (!m_text.empty() && m_text.front() != '|' && m_text.front() != ')') {
      append(all, repeated());
    }
    return all;
  }

  void append(Part& all, const Part& next)
  {
    connect(all.last, next.first);
    all.first |= all.may_be_empty ? next.first : Places();
    all.last = next.may_be_empty ? all.last | next.last : next.last;
    all.may_be_empty = all.may_be_empty && next.may_be_empty;
  }

  void connect(const Places& from, const Places& to)
  {
    for (std::size_t i = 0; i < m_pattern.m_places.size(); ++i) {
      if (from.test(i)) {
        m_pattern.m_places[i].follow |= to;
      }
    }
  }

  Part repeated()
  {
    const auto begin = m_text;
    auto part = single();
    if (take('*') || take('+')) {
      connect(part.last, part.first);
      part.may_be_empty = part.may_be_empty || begin[begin.size() - m_text.size() - 1] == '*';
    } else if (take('?')) {
      part.may_be_empty = true;
    } else if (take('{')) {
      part = counted(part, begin);
    }
    if (!m_text.empty() && std::string_view("*+?{").find(m_text.front()) != std::string_view::npos) {
      fail(); // a repetition of a repetition, or a lazy one
    }
    return part;
  }

  // {m,n}: the part, which was read from `begin` on, is read again for each further time.
  Part counted(const Part& once, std::string_view begin)
  {
    const auto least = number();
    const auto most = take(',') ? number() : least;
    if (!take('}') || most == 0 || least > most) {
      fail();
    }
    const auto rest = m_text;
    Part all;
    for (std::size_t i = 0; i < most; ++i) {
      m_text = begin;
      auto part = i == 0 ? once : single();
      part.may_be_empty = part.may_be_empty || i >= least;
      append(all, part);
    }
    m_text = rest;
    return all;
  }

  std::size_t number()
  {
    std::size_t value = 0;
    const auto [end, problem] = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
    if (problem != std::errc()) {
      fail();
    }
    m_text.remove_prefix(static_cast<std::size_t>(end - m_text.data()));
    return value;
  }

  Part single()
  {
    if (!take('(')) {
      return place(bytes());
    }
    if (m_text.starts_with('?')) {
      fail();
    }
    const auto part = alternatives();
    if (!take(')')) {
      fail();
    }
    return part;
  }

  Part place(const Bytes& bytes)
  {
    const auto index = m_pattern.m_places.size();
    if (index == Pattern::k_most_places) {
      fail();
    }
    m_pattern.m_places.push_back({bytes, {}});
    Part part;
    part.first.set(index);
    part.last.set(index);
    part.may_be_empty = false;
    return part;
  }

  Bytes bytes()
  {
    const char c = take_any();
    if (c == '[') {
      return set_of_bytes();
    }
    Bytes all;
    if (c == '.') {
      all.set();
      all.reset('\n').reset('\r');
      return all;
    }
    if (c != '\\' && k_meaningful.find(c) != std::string_view::npos) {
      fail();
    }
    return all.set(static_cast<unsigned char>(c == '\\' ? escaped() : c));
  }

  char escaped()
  {
    const char c = take_any();
    if (k_meaningful.find(c) == std::string_view::npos) {
      fail();
    }
    return c;
  }

  Bytes set_of_bytes()
  {
    Bytes all;
    const bool others = take('^');
    do {
      const char from = element();
      char to = from;
      if (m_text.starts_with('-') && !m_text.starts_with("-]")) {
        take_any();
        to = element();
      }
      if (static_cast<unsigned char>(to) < static_cast<unsigned char>(from)) {
        fail();
      }
      for (auto byte = static_cast<unsigned>(static_cast<unsigned char>(from)); byte <= static_cast<unsigned char>(to);
           ++byte) {
        all.set(byte);
      }
    } while (!take(']'));
    return others ? ~all : all;
  }

  char element()
  {
    const char c = take_any();
    if (c == '[' || c == ']') {
      fail();
    }
    return c == '\\' ? escaped() : c;
  }

  Pattern& m_pattern;
  std::string_view m_whole;
  std::string_view m_text; // not yet read
};

Pattern::Pattern(std::string_view expression)
{
  PatternReader(*this, expression).read();
}

bool Pattern::matches(std::string_view text) const
{
  if (text.empty()) {
    return m_matches_empty;
  }
  auto possible = m_first;
  Places reached;
  for (const char c : text) {
    reached.reset();
    Places next;
    for (std::size_t i = 0; i < m_places.size(); ++i) {
      if (possible.test(i) && m_places[i].bytes.test(static_cast<unsigned char>(c))) {
        reached.set(i);
        next |= m_places[i].follow;
      }
    }
    possible = next;
  }
  return (reached & m_last).any();
}

} // namespace flowsync::schema
