#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace flowsync::fuzz {

// Ends the process when a property does not hold, so that the fuzzer keeps the input that broke it.
inline void must_hold(bool property, std::string_view what)
{
  if (!property) {
    std::fprintf(stderr, "property violated: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
  }
}

// The input of a run as text.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size)
{
  return {reinterpret_cast<const char*>(data), size};
}

} // namespace flowsync::fuzz

// What libFuzzer calls for each input; one in each target.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
