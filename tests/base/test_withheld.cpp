#include "base/base64.hpp"
#include "base/value_forms.hpp"
#include "base/withheld.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace flowsync;

namespace {

// What is said of a text that comes in pieces of these sizes, again and again.
std::string in_pieces(const Withheld& withheld, const std::string& text, std::size_t size)
{
  ConcealedPieces pieces;
  std::string result;
  for (std::size_t at = 0; at < text.size(); at += size) {
    result += pieces.add(std::string_view(text).substr(at, size), *withheld.forms());
  }
  return result + pieces.end(*withheld.forms());
}

} // namespace

TEST_CASE("a withheld value is found plain, in JSON, in a URL and in base64 at any alignment")
{
  const std::string value = "KEY-prod \"0123\"/+ä\\9";
  Withheld withheld;
  withheld.add("NEXLA_KEY", value);
  for (const auto& form : forms_of(value)) {
    CAPTURE(form);
    CHECK(withheld.conceal("a" + form + "b") == "a(sensitive)b");
  }
  CHECK(withheld.conceal("x \"KEY-prod \\\"0123\\\"/+\\u00e4\\\\9\"") == "x \"(sensitive)\"");
  CHECK(withheld.conceal("?k=KEY-prod%20%220123%22%2F%2B%C3%A4%5C9&b") == "?k=(sensitive)&b");
  for (const std::string before : {"", "a", "ab", "abc", "user:"}) {
    for (const std::string after : {"", "z", "zz"}) {
      const auto encoded = encode_base64(before + value + after);
      const auto concealed = withheld.conceal(encoded);
      CAPTURE(concealed);
      CHECK(concealed.find("(sensitive)") != std::string::npos);
      CHECK(concealed.size() < encoded.size());
    }
  }
}

TEST_CASE("short values are left alone, and long lines of a value of several lines are found each")
{
  Withheld withheld;
  withheld.add("A_KEY", "short77");
  CHECK(withheld.conceal("short77") == "short77");
  withheld.add("B_KEY", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nshort\n");
  CHECK(withheld.conceal("  | MIIEvQIBADANBgkqhkiG9w0BAQ\n  | short") == "  | (sensitive)\n  | short");
  CHECK(withheld.found_in("MIIEvQIBADANBgkqhkiG9w0BAQ") == "B_KEY");
  CHECK(withheld.found_in("nothing") == std::nullopt);
  withheld.clear();
  CHECK(withheld.conceal("MIIEvQIBADANBgkqhkiG9w0BAQ") == "MIIEvQIBADANBgkqhkiG9w0BAQ");
}

TEST_CASE("a value that is cut in two at any place is found all the same, and all else comes through")
{
  Withheld withheld;
  withheld.add("A_KEY", "abcabcabd");
  withheld.add("B_KEY", "abcabcab");
  withheld.add("C_KEY", "cabdXYZ12");
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      text += "abcdXYZ12 \n"[random() % 11];
      text += random() % 9 == 0 ? "abcabcabd" : random() % 9 == 0 ? "cabdXYZ12" : "";
    }
    const auto whole = withheld.conceal(text);
    for (const auto* const value : {"abcabcab", "cabdXYZ12"}) {
      CHECK(whole.find(value) == std::string::npos);
    }
    for (const std::size_t size : {1U, 2U, 3U, 7U, 50U}) {
      CHECK(in_pieces(withheld, text, size) == whole);
    }
  }
  CHECK(in_pieces(withheld, "ends with the beginning abcabc", 4) == "ends with the beginning abcabc");
}
