#include "usecase/init/template_text.hpp"

#include <algorithm>

namespace flowsync::usecase {

std::string filled(std::string_view text, const std::vector<std::pair<std::string_view, std::string>>& places)
{
  std::string result(text);
  for (const auto& [place, value] : places) {
    for (auto at = result.find(place); at != std::string::npos; at = result.find(place, at + value.size())) {
      result.replace(at, place.size(), value);
    }
  }
  return result;
}

std::string key_stem(const std::string& environment)
{
  std::string name = "NEXLA_" + environment;
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return name;
}

} // namespace flowsync::usecase
