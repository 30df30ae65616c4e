#include "view/origin_json.hpp"

#include "view/json_text.hpp"

namespace flowsync::view {

nlohmann::ordered_json origin_json(const Origin& origin)
{
  auto result = object_for(5); // users add a name
  result["file"] = origin.file.text();
  result["line"] = origin.line;
  result["column"] = origin.column;
  result["layer"] = origin.layer.text();
  return result;
}

} // namespace flowsync::view
