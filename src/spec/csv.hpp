#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"

#include <string>
#include <vector>

namespace flowsync::spec {

// The rows of a registered file of comma-separated values (RFC 4180: quotes around values that hold commas, quotes or
// line breaks; LF or CRLF; a leading byte order mark is skipped; empty lines are left out) as a list of maps by the
// names in its first line, every value a text with its place. Rows of another length than the first line, names that
// are empty or occur twice, and stray quotes are reported; such rows are left out. Values are texts as written: no
// references, no types.
NodePtr read_csv(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics);

// The same the other way: a first line with `names`, then a line for each row, ending in LF. Quoted is only what needs
// it.
std::string write_csv(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows);

} // namespace flowsync::spec
