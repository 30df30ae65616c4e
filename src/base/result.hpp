#pragma once

#include <utility>
#include <variant>

namespace flowsync {

// The value of a call, or why there is none, where the caller must choose what to do. `value()` and `error()` may only
// be asked for when `ok()` says which of them is there (std::bad_variant_access otherwise).
template <typename T, typename E>
class Result
{
public:
  Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : m_content(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return m_content.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(m_content); }
  const T& value() const& { return std::get<0>(m_content); }
  T&& value() && { return std::get<0>(std::move(m_content)); }
  E& error() & { return std::get<1>(m_content); }
  const E& error() const& { return std::get<1>(m_content); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

private:
  std::variant<T, E> m_content;
};

// For Result<Done, E>: success that carries nothing.
struct Done
{
  bool operator==(const Done&) const = default;
};

} // namespace flowsync
