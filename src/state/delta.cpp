#include "state/delta.hpp"

#include "model/number_text.hpp"
#include "model/pointer.hpp"

namespace flowsync::state {

namespace {

using Json = nlohmann::json;

bool same_text(const Json& a, const Json& b)
{
  return a.is_string() && b.is_string() ? a.get_ref<const std::string&>() == b.get_ref<const std::string&>()
                                        : write_json(a) == write_json(b);
}

void add_difference(const Json& from, const Json& to, const std::string& path, Json& more,
                    std::vector<std::string>& less)
{
  for (const auto& [key, value] : from.items()) {
    if (!to.contains(key)) {
      less.push_back(pointer_below(path, key));
    }
  }
  for (const auto& [key, value] : to.items()) {
    const auto before = from.find(key);
    if (before == from.end() || before->is_object() != value.is_object()) {
      more[key] = value;
    } else if (value.is_object()) {
      auto below = Json::object();
      add_difference(*before, value, pointer_below(path, key), below, less);
      if (!below.empty()) {
        more[key] = std::move(below);
      }
    } else if (!same_text(*before, value)) {
      more[key] = value;
    }
  }
}

void lay_over(Json& base, const Json& more)
{
  for (const auto& [key, value] : more.items()) {
    auto& place = base[key];
    if (place.is_object() && value.is_object()) {
      lay_over(place, value);
    } else {
      place = value;
    }
  }
}

void take_out(Json& base, const std::string& path)
{
  const Json::json_pointer place(path);
  if (!place.empty() && base.contains(place)) {
    base.at(place.parent_pointer()).erase(place.back());
  }
}

} // namespace

Delta difference(const Json& from, const Json& to)
{
  Delta delta;
  add_difference(from, to, "", delta.more, delta.less);
  return delta;
}

Json with(Json base, const Delta& delta)
{
  for (const auto& path : delta.less) {
    take_out(base, path);
  }
  lay_over(base, delta.more);
  return base;
}

} // namespace flowsync::state
