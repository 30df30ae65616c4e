#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace flowsync::schema {

// Which form of a document is checked: as a file holds it, or after merging and substitution.
enum class DocumentForm
{
  written,
  rendered
};

// Where the problems of one document go; after k_most_problems further ones are dropped.
class Findings
{
public:
  Findings(const SourceFiles& files, Diagnostics& diagnostics, DocumentForm form)
      : m_files(files),
        m_diagnostics(diagnostics),
        m_form(form)
  {
  }

  DocumentForm form() const { return m_form; }
  bool full() const;
  // `length` = characters to underline.
  void error(DiagnosticCode code, std::string message, Position at, std::string hint, std::size_t length = 1);
  void warning(DiagnosticCode code, std::string message, Position at, std::string hint, std::size_t length = 1);
  void not_supported_yet(const std::string& what, Position at, std::size_t length);
  void relate(std::string message, Position at); // adds a place to the problem reported last

private:
  Location locate(Position at, std::size_t length) const;

  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
  DocumentForm m_form;
  std::size_t m_count = 0;
  Diagnostic* m_last = nullptr;
};

// How many characters to underline for this value: a scalar's text, otherwise one.
std::size_t width(const Node& node);

} // namespace flowsync::schema
