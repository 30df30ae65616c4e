#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flowsync::spec {

// How many documents a YAML text has, those without content left out.
std::size_t count_documents(std::string_view text);

// The document that a line (from 1) lies in, as the text of a file of its own: with the comments above it that no other
// document claims, without `---`.
std::string document_at(std::string_view text, std::size_t line);

// The text without that document; "" when it was the only one.
std::string without_document_at(std::string_view text, std::size_t line);

} // namespace flowsync::spec
