#include "model/template_text.hpp"

#include "base/text.hpp"

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

// What people write in the place of the four words.
struct NearWord
{
  std::string_view text;
  PieceKind kind;
};
constexpr std::array k_near_words{
    NearWord{"variables", PieceKind::variable}, NearWord{"variable", PieceKind::variable},
    NearWord{"vars", PieceKind::variable},      NearWord{"var", PieceKind::variable},
    NearWord{"env", PieceKind::process},        NearWord{"secrets", PieceKind::secret},
    NearWord{"secret", PieceKind::secret},      NearWord{"refs", PieceKind::resource},
    NearWord{"ref", PieceKind::resource},
};

bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What people write between the word and the name of a reference.
constexpr std::string_view k_near_separators = ".:";

// The word of a reference, nearly so, at the start of `text` and before one of `separators`; nullptr for any other.
const NearWord* near_word_at(std::string_view text, std::string_view separators)
{
  const auto end = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_letter) - text.begin());
  if (end == text.size() || separators.find(text[end]) == std::string_view::npos) {
    return nullptr;
  }
  const auto word = lower(text.substr(0, end));
  const auto* const found =
      std::find_if(k_near_words.begin(), k_near_words.end(), [&](const NearWord& near) { return near.text == word; });
  return found != k_near_words.end() ? found : nullptr;
}

// The length of `${ vars.` at the start of `text`: the opening of a reference, or nearly; 0 for anything else.
std::size_t near_opening(std::string_view text)
{
  if (!text.starts_with("${")) {
    return 0;
  }
  const auto word = std::min(text.find_first_not_of(' ', 2), text.size());
  return near_word_at(text.substr(word), k_near_separators) != nullptr ? text.find_first_of(k_near_separators, word) + 1
                                                                       : 0;
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
    const bool escaped = at > 0 && text[at - 1] == '$';
    if (opening_at(text.substr(at)) != nullptr || (escaped && near_opening(text.substr(at)) > 0)) {
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
    if (const auto escaped = near_opening(text.substr(1)); escaped > 0) {
      literal += text.substr(1, escaped);
      text.remove_prefix(1 + escaped);
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
    if (near_opening(literal) > 0) {
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

std::vector<NearReference> near_references(std::string_view text)
{
  std::vector<NearReference> found;
  for (auto at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const auto rest = text.substr(at);
    if (rest.starts_with("$$") && near_opening(rest.substr(1)) > 0) {
      ++at; // an escape
      continue;
    }
    const bool braces = near_opening(rest) > 0;
    if (opening_at(rest) != nullptr || (!braces && near_word_at(rest.substr(1), ".") == nullptr)) {
      continue;
    }
    const auto word = braces ? rest.find_first_not_of(' ', 2) : 1;
    const auto* const near = near_word_at(rest.substr(word), k_near_separators);
    const auto name = rest.find_first_of(k_near_separators, word) + 1;
    auto end = static_cast<std::size_t>(
        std::find_if_not(rest.begin() + static_cast<std::ptrdiff_t>(name), rest.end(), is_address_character) -
        rest.begin());
    if (near->kind != PieceKind::resource) {
      end = std::min(end, rest.find('/', name)); // names of variables have none
    }
    while (end > name && rest[end - 1] == '.') {
      --end; // of the sentence
    }
    auto close = braces ? std::min(rest.find_first_not_of(' ', end), rest.size()) : end;
    if (end == name || (braces && (close == rest.size() || rest[close] != '}'))) {
      continue;
    }
    close += braces ? 1 : 0;
    found.push_back({near->kind, std::string(rest.substr(name, end - name)), std::string(rest.substr(0, close))});
  }
  return found;
}

std::string write_piece(const TemplatePiece& piece)
{
  return piece.kind == PieceKind::text ? escape_template(piece.text) : piece.written;
}

} // namespace flowsync
