// The YAML formatter on any file: what comes out says the same, and formatting it again changes nothing.

#include "fuzz/property.hpp"
#include "spec/yaml_format.hpp"
#include "spec/yaml_reader.hpp"

#include <algorithm>
#include <string>

using namespace flowsync;
using fuzz::must_hold;

namespace {

spec::YamlText read(const std::string& text)
{
  SourceFiles files;
  Diagnostics problems;
  return spec::read_yaml(files, files.add("a.yaml", text, ""), problems);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string text(data, data + size);
  const auto result = spec::format_yaml(text, "a.yaml");
  const auto before = read(text);
  if (!result.ok()) {
    must_hold(result.error().has_errors(), "a refusal says why");
    return 0;
  }
  must_hold(before.complete, "what cannot be read is refused");
  const auto after = read(result.value());
  must_hold(after.complete, "what comes out can be read");
  must_hold(std::equal(before.documents.begin(), before.documents.end(), after.documents.begin(), after.documents.end(),
                       [](const NodePtr& a, const NodePtr& b) { return same_value(*a, *b); }),
            "what comes out says the same");
  must_hold(result.value().find('\r') == std::string::npos, "lines end alike");
  must_hold(result.value().empty() || result.value().back() == '\n', "the last line ends");
  const auto again = spec::format_yaml(result.value(), "a.yaml");
  must_hold(again.ok() && again.value() == result.value(), "formatting again changes nothing");
  return 0;
}
