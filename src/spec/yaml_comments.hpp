#pragma once

#include "spec/yaml_layout.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace flowsync::spec {

// A comment of a text: from its `#` to the end of the line, trailing blanks left out.
struct YamlComment
{
  std::size_t first = 0; // byte offset
  std::string_view text;
};

// All comments of a text with "\n" or "\r\n" at the end of lines, in order. `documents` is its layout.
std::vector<YamlComment> comments_of(std::string_view text, const std::vector<YamlDocumentLayout>& documents);

} // namespace flowsync::spec
