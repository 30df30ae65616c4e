#include "spec/yaml_layouter.hpp"

namespace flowsync {

namespace {

const std::vector<std::string> k_keys{"a",          "b",         "adopt", "zulu",       "orders.source",
                                      "start.cron", "caf\u00e9", "key",   "x y",        "\u4e2d\u6587",
                                      "<odd",       "yes",       "it's",  "a: b",       "12",
                                      "-",          "#hash",     "null",  "\U0001F600", "{brace}",
                                      "sinks",      "type",      "B",     "a,b",        "tab\tkey"};
const std::vector<std::string> k_plain_words{"base", "s3",  "some words here", "caf\u00e9 au lait", "x:y",
                                             "a#b",  "it's"};
const std::vector<std::string> k_texts{"",       " ",      "yes",       "0010",       "a: b",
                                       "a #b",   "- a",    "{message}", "${var.x}/y", "back\\slash \"q\"",
                                       "'",      "*star",  "tab\there", "a\nb\n",     "a\nb",
                                       "x\n\n",  "\n",     "x\n# no\n", " lead\nx\n", "x\n  deep\n\n  more\n",
                                       "%at",    "a, b",   "[x]",       "---",        "\u00e4\nb\u00e4\n",
                                       "trail ", "? what", "| bar",     "...",        "\U0001F600 text"};

} // namespace

std::string YamlLayouter::key()
{
  return k_keys[below(k_keys.size())];
}

NodePtr YamlLayouter::value(int depth)
{
  switch (below(depth > 0 ? 10 : 6)) {
  case 0:
    return make_scalar(NodeKind::null, "null");
  case 1:
    return make_scalar(NodeKind::integer, std::to_string(below(9000)));
  case 2:
    return make_scalar(NodeKind::boolean, chance(50) ? "true" : "false");
  case 3:
    return make_scalar(NodeKind::string, k_texts[below(k_texts.size())]);
  case 4:
  case 5:
    return make_scalar(NodeKind::string, k_plain_words[below(k_plain_words.size())]);
  case 6:
  case 7:
    return list(depth - 1);
  default:
    return map(depth - 1);
  }
}

NodePtr YamlLayouter::map(int depth)
{
  std::vector<Entry> entries;
  std::set<std::string> used;
  for (auto left = below(5); left > 0; --left) {
    const auto name = key();
    if (used.insert(name).second) {
      entries.push_back({name, {}, value(depth)});
    }
  }
  if (chance(40)) {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  }
  return make_map(std::move(entries));
}

NodePtr YamlLayouter::list(int depth)
{
  std::vector<NodePtr> items;
  const bool keyed = chance(30);
  for (auto left = below(4); left > 0; --left) {
    if (keyed) {
      items.push_back(make_map(
          {{"key", {}, make_scalar(NodeKind::string, "k" + std::to_string(left))}, {"type", {}, value(depth - 1)}}));
    } else {
      items.push_back(value(depth));
    }
  }
  return make_list(std::move(items));
}

bool YamlLayouter::is_plain_word(const std::string& text)
{
  return std::find(k_plain_words.begin(), k_plain_words.end(), text) != k_plain_words.end();
}

} // namespace flowsync
