#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::spec {

// One document of a YAML text: from its marker line, if it has one, to the next marker. All slices together are the
// text, byte for byte.
struct DocumentSlice
{
  std::size_t first = 0; // byte offsets
  std::size_t last = 0;
  bool has_content = false; // more than comments, blank lines and directives
};

std::vector<DocumentSlice> document_slices(std::string_view text);

// The slice as the text of a file of its own: without a marker line that says nothing else.
std::string own_text(std::string_view text, const DocumentSlice& slice);

// The text without that slice; "" when no other one has content.
std::string without_slice(std::string_view text, const DocumentSlice& slice);

} // namespace flowsync::spec
