#pragma once

#include "base/diagnostic_code.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <string>

namespace flowsync {

// Why a file cannot be read: what it is, to go after its name ("does not exist"), and how to mend it.
struct FileProblem
{
  DiagnosticCode code;
  std::string what;
  std::string hint;
};

// Where the documents of a layer lie, and the files that they name: the work tree, or a revision of its repository.
class FileTree
{
public:
  virtual ~FileTree() = default;

  // The bytes of the regular file that `name` leads to from the document `document` (its path in SourceFiles), with
  // symbolic links followed inside the project; at most `largest` bytes.
  virtual Result<std::string, FileProblem> read_beside(const std::string& document, const std::string& name,
                                                       std::size_t largest) const = 0;
};

} // namespace flowsync
