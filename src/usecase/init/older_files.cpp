#include "usecase/init/older_files.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace flowsync::usecase {

namespace {

// Schemas.
constexpr std::array<std::string_view, 9> k_older_schemas{
    "e4233bc72f8458e74fe57856d34df498b2058474467348ca861c539642a87f24", // code
    "a2b53acb7bddf632753eab400b3627f321f9a5a7d14d553ad2f563fce14c7e1a", // environment
    "edf5e340bfa2d1d6dae53de18ed2ccf24bcb03421a64466770de1b5fa94588fb",
    "ae6c7da9cf17c8dc4f57827f2f6d43324a3dca938eb3390986278900f12c9ba2", // flow
    "8bce45571faeb104475b2350c48e50afcf9617e303eb1089ecd9eecf5b0e9499",
    "108182c29dc109a6cf72561a1c0d480e5efd1b4af0b7c441bd5a0e34d2938aee", // lookup
    "dade139c67c68156121ab407fc18abc786ffe20d33b036d0197bc6aa1a912962", // project
    "e937ace5a22fb2bd60f6bbbf705ce2879b407104d27b67acfcf5750d635aba40",
    "94220cf6b641e92862e0d1808c8d031452d8d7b94fc9a52dd0cb28138af4085b", // transform
};

// The workflow, in all its forms, less the lines that name environments.
constexpr std::array<std::string_view, 5> k_older_workflows{
    "6238c1c47dadb0790d8694a6d4f52666e4b174fb0de32c4b89829a66a3b58e39", // 0.1
    "65f098dc828d400bff866884c42b77dc3d06bfeb24d929ad9c2812920e72c4c9",
    "a5dc65fa81b82ff5bf1f208f0996d36b8af72b7d513e0df659fdf3ae567126aa",
    "d08c33aa1952b235fcff11ed17962a9a54776131b9c16c546ad1b4fd3ba38142", // 0.2
    "9d6a25497d0c82e8f8e76de677b811b42cd5b39343e441ecf1caa2a9f9325a44",
};

// The lines of those workflows that depended on the environments, and on nothing else.
bool names_environments(std::string_view line)
{
  const auto is = [&](std::string_view beginning, std::string_view end) {
    return line.starts_with(beginning) && line.ends_with(end);
  };
  return is("          - {environment: ", "}") || is("        environment: [", "]") ||
         (is("      NEXLA_", "}}") && line.find("_KEY: ${{ secrets.NEXLA_") != std::string_view::npos);
}

std::string without_environments(const std::string& text)
{
  std::string rest;
  bool first = true;
  for (const auto line : split(text, '\n')) {
    if (!names_environments(line)) {
      rest += first ? "" : "\n";
      rest += line;
      first = false;
    }
  }
  return rest;
}

template <typename Digests>
bool has(const Digests& digests, const std::string& text)
{
  return std::find(digests.begin(), digests.end(), sha256_hex(text)) != digests.end();
}

} // namespace

bool is_of_older_init(const std::string& text)
{
  return has(k_older_schemas, text) || has(k_older_workflows, without_environments(text));
}

} // namespace flowsync::usecase
