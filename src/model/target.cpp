#include "model/target.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace flowsync {

namespace {

constexpr std::string_view k_outside = "outside-shard:"; // no address, flow, label or pattern has a colon

std::string_view without_sign(std::string_view target)
{
  return is_exclusion(target) ? target.substr(1) : target;
}

bool matches_label(std::string_view target, const Labels& labels)
{
  const auto equals = target.find('=');
  const auto label = labels.find(std::string(target.substr(0, equals)));
  return label != labels.end() && matches_glob(label->second, target.substr(equals + 1));
}

// Part by part: no pattern reaches beyond a slash.
bool matches_parts(std::string_view text, std::string_view pattern)
{
  const auto parts = split(text, '/');
  const auto patterns = split(pattern, '/');
  return std::equal(parts.begin(), parts.end(), patterns.begin(), patterns.end(), matches_glob);
}

} // namespace

bool is_exclusion(std::string_view target)
{
  return target.starts_with(k_exclusion);
}

bool is_label_target(std::string_view target)
{
  return target.find('=') != std::string_view::npos;
}

bool is_target_pattern(std::string_view target)
{
  return target.find_first_of("*?") != std::string_view::npos;
}

bool Shard::holds(std::string_view flow) const
{
  constexpr std::size_t k_digits = 8;
  if (flow.empty()) {
    return index == 0;
  }
  return std::stoul(sha256_hex(flow).substr(0, k_digits), nullptr, 16) % count == index;
}

std::string target_of(const Shard& shard)
{
  return k_exclusion + (std::string(k_outside) + std::to_string(shard.index) + "/" + std::to_string(shard.count));
}

std::optional<Shard> shard_of(std::string_view target)
{
  target = without_sign(target);
  if (!target.starts_with(k_outside)) {
    return std::nullopt;
  }
  target.remove_prefix(k_outside.size());
  Shard shard;
  const auto* const end = target.data() + target.size();
  const auto [slash, wrong] = std::from_chars(target.data(), end, shard.index);
  if (wrong != std::errc() || slash == end || *slash != '/') {
    return std::nullopt;
  }
  const auto [last, also_wrong] = std::from_chars(slash + 1, end, shard.count);
  return also_wrong == std::errc() && last == end && shard.index < shard.count ? std::optional(shard) : std::nullopt;
}

bool target_means(std::string_view target, const Address& address, const Labels& labels)
{
  target = without_sign(target);
  if (const auto shard = shard_of(target)) {
    return !shard->holds(address.flow);
  }
  return is_label_target(target)
             ? matches_label(target, labels)
             : matches_parts(address.text(), target) || (!address.flow.empty() && matches_parts(address.flow, target));
}

bool target_means_flow(std::string_view target, std::string_view flow, const Labels& labels, bool partly)
{
  target = without_sign(target);
  if (const auto shard = shard_of(target)) {
    return !shard->holds(flow);
  }
  return is_label_target(target) ? matches_label(target, labels)
                                 : matches_parts(flow, partly ? target.substr(0, target.find('/')) : target);
}

bool is_targeted(const Targets& targets, const Address& address, const Labels& labels)
{
  bool selects = false;
  bool selected = false;
  for (const auto& target : targets) {
    const bool means = target_means(target, address, labels);
    if (is_exclusion(target) && means) {
      return false;
    }
    selects = selects || !is_exclusion(target);
    selected = selected || (means && !is_exclusion(target));
  }
  return selected || !selects;
}

Targets selecting(const Targets& targets)
{
  Targets result;
  std::copy_if(targets.begin(), targets.end(), std::back_inserter(result),
               [](const std::string& target) { return !is_exclusion(target); });
  return result;
}

std::string target_words(const Targets& targets)
{
  const auto chosen = selecting(targets);
  std::vector<std::string> without;
  for (const auto& target : targets) {
    if (const auto shard = shard_of(target)) {
      without.push_back("all but part " + std::to_string(shard->index) + " of " + std::to_string(shard->count));
    } else if (is_exclusion(target)) {
      without.emplace_back(without_sign(target));
    }
  }
  return (chosen.empty() ? std::string("everything") : join_words(chosen)) +
         (without.empty() ? std::string() : " without " + join_words(without));
}

} // namespace flowsync
