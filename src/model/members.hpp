#pragma once

#include "model/live.hpp"
#include "model/number_text.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace flowsync {

// The members of one object, added in the order of their keys, as text: an account has too many resources for trees of
// them to be made only to be written.
class Members
{
public:
  void value(std::string_view key, const nlohmann::json& json)
  {
    m_text += m_text.empty() ? "{\"" : ",\"";
    m_text += key;
    m_text += "\":";
    m_text += write_json(json);
  }
  void text(std::string_view key, const std::string& text)
  {
    if (!text.empty()) {
      value(key, text);
    }
  }
  void id(std::string_view key, const std::optional<ResourceId>& id)
  {
    if (id) {
      value(key, *id);
    }
  }
  void flag(std::string_view key, bool flag)
  {
    if (flag) {
      value(key, true);
    }
  }
  template <typename Values>
  void all(std::string_view key, const Values& values)
  {
    if (!values.empty()) {
      value(key, values);
    }
  }

  std::string take() { return std::move(m_text) + "}"; }

private:
  std::string m_text;
};

} // namespace flowsync
