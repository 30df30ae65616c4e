#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace flowsync::importer {

// What all readers of one import share.
struct ReadingContext
{
  const SourceFiles& files;
  Diagnostics& diagnostics;
  std::set<std::string> by_nexla; // fields that were left out because Nexla writes them by itself
};

// Takes fields from one block of the file and reports those that are missing, of the wrong kind or left over.
class BlockReader
{
public:
  // `name`: what messages call the block ("sink_1").
  BlockReader(const Node& block, Position at, std::string name, ReadingContext& reading)
      : m_block(block),
        m_at(at),
        m_name(std::move(name)),
        m_reading(reading)
  {
  }

  const std::string& name() const { return m_name; }
  // The value of a field; nullptr when it is absent or null.
  const Node* get(std::string_view key) const;
  // The text of a field; "" when it is absent, null, or (reported) no text.
  std::string text(std::string_view key);
  // The same for one that must be there and not empty.
  std::string needed_text(std::string_view key);

  Diagnostic& error(DiagnosticCode code, std::string message, const Node* at, std::string hint = {});
  Diagnostic& warning(DiagnosticCode code, std::string message, const Node* at, std::string hint = {});
  // Warns about every field that is not in `used`, nor empty; of those that Nexla writes by itself only their names
  // are kept, for one sentence about all.
  void warn_left_over(std::initializer_list<std::string_view> used);

private:
  const Node& m_block;
  Position m_at;
  std::string m_name;
  ReadingContext& m_reading;
};

} // namespace flowsync::importer
