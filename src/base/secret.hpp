#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace flowsync {

// A value that must never be shown. It has no conversion to text: printing it gives "(sensitive)", and the bytes come
// out only through reveal(), which is called where a request is built and nowhere else.
class Secret
{
public:
  Secret() = default;
  explicit Secret(std::string value) : m_value(std::move(value)) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret();

  const std::string& reveal() const { return m_value; }
  bool empty() const { return m_value.empty(); }
  bool operator==(const Secret&) const = default;

private:
  std::string m_value;
};

inline constexpr std::string_view k_sensitive_text = "(sensitive)";
// The same for a secret that is not the one that was applied before.
inline constexpr std::string_view k_rotated_text = "(sensitive, rotated)";

} // namespace flowsync

template <>
struct fmt::formatter<flowsync::Secret> : fmt::formatter<fmt::string_view>
{
  template <typename Context>
  auto format(const flowsync::Secret&, Context& context) const
  {
    return fmt::formatter<fmt::string_view>::format(flowsync::k_sensitive_text, context);
  }
};
