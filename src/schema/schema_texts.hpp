#pragma once

#include <string>
#include <vector>

namespace flowsync::schema {

// One file of schemas/, compiled into the program: `name` is "flow" for schemas/flow.schema.json.
struct SchemaText
{
  std::string name;
  std::string text;
};

// All of them, by name.
const std::vector<SchemaText>& schema_texts();

} // namespace flowsync::schema
