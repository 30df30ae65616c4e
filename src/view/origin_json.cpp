#include "view/origin_json.hpp"

namespace flowsync::view {

nlohmann::ordered_json origin_json(const Origin& origin)
{
  nlohmann::ordered_json result;
  result["file"] = origin.file;
  result["line"] = origin.line;
  result["column"] = origin.column;
  result["layer"] = origin.layer;
  return result;
}

} // namespace flowsync::view
