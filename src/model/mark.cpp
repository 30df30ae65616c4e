#include "model/mark.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace flowsync {

namespace {

constexpr std::string_view k_opening = "[flowsync ";
constexpr std::size_t k_longest_mark = 200;

// The lines as one text, without those at the end that hold nothing.
std::string joined_without_blank_end(std::vector<std::string_view> lines)
{
  while (!lines.empty() && trim(lines.back()).empty()) {
    lines.pop_back();
  }
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += i > 0 ? "\n" : "";
    text += lines[i];
  }
  return text;
}

} // namespace

std::string Mark::text() const
{
  std::string line = std::string(k_opening) + project + "/" + environment + " " + address.text();
  for (const auto& [key, value] : tokens) {
    line.append(" ").append(key).append("=").append(value);
  }
  return line + "]";
}

std::string Mark::token(std::string_view name) const
{
  const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const auto& token) { return token.first == name; });
  return found != tokens.end() ? found->second : std::string();
}

void Mark::set_token(std::string_view name, const std::string& value)
{
  std::erase_if(tokens, [&](const auto& token) { return token.first == name; });
  if (!value.empty()) {
    tokens.emplace_back(name, value);
  }
}

bool Mark::same_identity(const Mark& other) const
{
  return project == other.project && environment == other.environment && address == other.address;
}

std::optional<Mark> parse_mark(std::string_view line)
{
  line = trim(line);
  if (line.size() > k_longest_mark || !line.starts_with(k_opening) || !line.ends_with(']')) {
    return std::nullopt;
  }
  const auto inside = line.substr(k_opening.size(), line.size() - k_opening.size() - 1);
  const auto words = split(inside, ' ');
  if (words.size() < 2) {
    return std::nullopt;
  }
  const auto owner = split(words[0], '/');
  const auto address = Address::parse(words[1]);
  if (owner.size() != 2 || !is_name(owner[0], k_longest_project) || !is_name(owner[1], k_longest_environment) ||
      !address) {
    return std::nullopt;
  }
  Mark mark{std::string(owner[0]), std::string(owner[1]), *address, {}};
  for (std::size_t i = 2; i < words.size(); ++i) {
    const auto equals = words[i].find('=');
    if (equals == 0 || equals == std::string_view::npos) {
      return std::nullopt;
    }
    mark.tokens.emplace_back(words[i].substr(0, equals), words[i].substr(equals + 1));
  }
  return mark;
}

std::vector<Mark> find_marks(std::string_view description)
{
  std::vector<Mark> marks;
  for (const auto line : split(description, '\n')) {
    auto mark = parse_mark(line);
    if (mark &&
        std::none_of(marks.begin(), marks.end(), [&](const Mark& known) { return known.same_identity(*mark); })) {
      marks.push_back(std::move(*mark));
    }
  }
  return marks;
}

std::string strip_marks(std::string_view description)
{
  std::vector<std::string_view> kept;
  bool dropped = false;
  for (const auto line : split(description, '\n')) {
    if (parse_mark(line)) {
      dropped = true;
    } else {
      kept.push_back(line);
    }
  }
  if (!dropped) {
    return std::string(description);
  }
  return joined_without_blank_end(std::move(kept));
}

std::string with_mark(std::string_view description, const Mark& mark)
{
  const auto people = strip_marks(description);
  const auto text = joined_without_blank_end(split(people, '\n'));
  return text.empty() ? mark.text() : text + "\n\n" + mark.text();
}

} // namespace flowsync
