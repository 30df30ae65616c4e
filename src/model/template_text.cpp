#include "model/template_text.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

namespace {

struct Opening
{
  std::string_view text;
  PieceKind kind;
};

constexpr std::array k_openings{
    Opening{"${var.", PieceKind::variable},
    Opening{"${env.", PieceKind::process},
    Opening{"${secret.", PieceKind::secret},
    Opening{"${ref.", PieceKind::resource},
};
constexpr std::string_view k_id_suffix = ".id";

// The opening of a reference at the start of `text`, or nullptr.
const Opening* opening_at(std::string_view text)
{
  const auto* const found = std::find_if(k_openings.begin(), k_openings.end(),
                                         [&](const Opening& opening) { return text.starts_with(opening.text); });
  return found != k_openings.end() ? found : nullptr;
}

bool is_name_character(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

bool is_address_character(char c)
{
  return is_name_character(c) || c == '/';
}

TemplatePiece broken(std::string_view written, std::string problem)
{
  return {PieceKind::broken, std::move(problem), std::string(written)};
}

// Reads the reference at the start of `text`, which begins with `opening`.
TemplatePiece read_reference(std::string_view text, const Opening& opening)
{
  const auto end = text.find('}');
  const auto line = text.find('\n');
  if (end == std::string_view::npos || line < end) {
    return broken(text.substr(0, std::min({text.find_first_of(" \t\n"), text.size()})), "has no closing brace");
  }
  const auto written = text.substr(0, end + 1);
  auto name = text.substr(opening.text.size(), end - opening.text.size());
  if (opening.kind == PieceKind::resource) {
    if (!name.ends_with(k_id_suffix) || name.size() == k_id_suffix.size()) {
      return broken(written, "must have the form ${ref.ADDRESS.id}");
    }
    name.remove_suffix(k_id_suffix.size());
  }
  if (name.empty()) {
    return broken(written, "has no name");
  }
  const auto good = opening.kind == PieceKind::resource ? is_address_character : is_name_character;
  if (!std::all_of(name.begin(), name.end(), good)) {
    return broken(written, "holds a character that names cannot have");
  }
  return {opening.kind, std::string(name), std::string(written)};
}

} // namespace

bool has_template_syntax(std::string_view text)
{
  for (auto at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    if (opening_at(text.substr(at)) != nullptr) {
      return true;
    }
  }
  return false;
}

std::vector<TemplatePiece> parse_template(std::string_view text)
{
  std::vector<TemplatePiece> pieces;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) {
      pieces.push_back({PieceKind::text, std::move(literal), ""});
      literal.clear();
    }
  };
  while (!text.empty()) {
    const auto dollar = std::min(text.find('$'), text.size());
    literal += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.empty()) {
      break;
    }
    if (const auto* const escaped = opening_at(text.substr(1)); escaped != nullptr) {
      literal += escaped->text;
      text.remove_prefix(1 + escaped->text.size());
    } else if (const auto* const opening = opening_at(text); opening != nullptr) {
      flush();
      pieces.push_back(read_reference(text, *opening));
      text.remove_prefix(pieces.back().written.size());
    } else {
      literal += text.front();
      text.remove_prefix(1);
    }
  }
  flush();
  return pieces;
}

std::string escape_template(std::string_view literal)
{
  std::string result;
  while (!literal.empty()) {
    if (opening_at(literal) != nullptr) {
      result += '$';
      result += literal.substr(0, 2);
      literal.remove_prefix(2);
    } else {
      result += literal.front();
      literal.remove_prefix(1);
    }
  }
  return result;
}

std::string write_piece(const TemplatePiece& piece)
{
  return piece.kind == PieceKind::text ? escape_template(piece.text) : piece.written;
}

} // namespace flowsync
