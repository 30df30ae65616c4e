// Text that flowsync writes and must read back, and short texts that it reads by itself: YAML scalars, references,
// marks, addresses, times, schedules, URLs.

#include "base/base64.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"
#include "fuzz/harmless.hpp"
#include "fuzz/property.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"
#include "model/mark.hpp"
#include "model/node.hpp"
#include "model/template_text.hpp"
#include "schema/cron.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"

#include <algorithm>

using namespace flowsync;
using fuzz::must_hold;

namespace {

void check_yaml(const std::string& text)
{
  if (!is_utf8(text)) {
    return;
  }
  const auto scalar = make_scalar(NodeKind::string, text);
  const auto tree =
      make_map({{text, {}, make_list({scalar, make_map({{"beside" + text, {}, scalar}, {text, {}, scalar}})})},
                {"behind" + text, {}, make_list({make_list({scalar})})}});
  const auto written = spec::write_yaml(*tree);
  SourceFiles files;
  Diagnostics problems;
  const auto again = spec::read_yaml(files, files.add("a.yaml", written, "base"), problems);
  must_hold(again.complete && again.documents.size() == 1, "a written text can be read");
  must_hold(same_value(*again.documents[0], *tree), "a written text reads as itself");
  auto shown = written;
  std::replace(shown.begin(), shown.end(), '\t', ' ');
  must_hold(fuzz::is_harmless(shown, true), "written YAML holds no control or hidden character");

  const auto line = "key: " + spec::write_yaml_text(text) + "\n";
  const auto one = spec::read_yaml(files, files.add("b.yaml", line, "base"), problems);
  must_hold(one.complete && one.documents.size() == 1 && one.documents[0]->get("key")->is_string() &&
                one.documents[0]->get("key")->text() == text,
            "a text written behind its key reads as itself");
}

void check_template(std::string_view text)
{
  const auto literal = parse_template(escape_template(text));
  must_hold(text.empty() ? literal.empty()
                         : literal.size() == 1 && literal[0].kind == PieceKind::text && literal[0].text == text,
            "an escaped text is read as itself");
  const auto pieces = parse_template(text);
  must_hold(has_template_syntax(text) || text.empty() || (pieces.size() == 1 && pieces[0].text == text),
            "what has no references is one text");
  const bool broken =
      std::any_of(pieces.begin(), pieces.end(), [](const auto& p) { return p.kind == PieceKind::broken; });
  if (!broken) {
    std::string written;
    for (const auto& piece : pieces) {
      written += write_piece(piece);
    }
    must_hold(parse_template(written) == pieces, "references that are written are read as themselves");
  }
}

void check_identity(std::string_view text)
{
  if (const auto address = Address::parse(text)) {
    must_hold(address->text() == text, "an address is written as it was read");
  }
  if (const auto mark = parse_mark(text)) {
    must_hold(parse_mark(mark->text()) == mark, "a mark is written as it was read");
  }
  const Mark own{"acme-data-k3x9", "prod", *Address::parse("orders/sink/warehouse"), {}};
  const auto people = strip_marks(text);
  must_hold(find_marks(people).empty(), "what people wrote holds no mark");
  must_hold(strip_marks(people) == people, "marks are taken out at once");
  const auto marked = with_mark(text, own);
  must_hold(find_marks(marked) == std::vector{own}, "a marked description holds just that mark");
  must_hold(trim(strip_marks(marked)) == trim(people), "marking leaves what people wrote");
  must_hold(with_mark(marked, own) == marked, "marking twice is marking once");
}

void check_times(std::string_view text)
{
  if (const auto time = parse_timestamp(text)) {
    const auto written = format_timestamp(*time);
    const auto again = parse_timestamp(written);
    must_hold(again && format_timestamp(*again) == written, "a time that is written can be read");
  }
  if (const auto date = parse_http_date(text)) {
    must_hold(parse_timestamp(format_timestamp(*date)) == date, "a date can be written as a time");
  }
  if (const auto duration = parse_duration(text)) {
    must_hold(duration->count() >= 0 && !format_duration(*duration).empty(), "a duration is not negative");
  }
  if (const auto wait = http::parse_retry_after(text, WallTime{std::chrono::hours{24 * 365 * 50}})) {
    must_hold(wait->count() >= 0, "a wait is not negative");
  }
  if (const auto problem = schema::check_cron(text)) {
    must_hold(!problem->message.empty(), "a bad schedule has a reason");
  }
}

void check_bytes(std::string_view text)
{
  must_hold(decode_base64(encode_base64(text)) == text, "base64 goes there and back");
  if (const auto bytes = decode_base64(text)) {
    must_hold(decode_base64(encode_base64(*bytes)) == bytes, "decoded base64 can be encoded");
  }
  const auto encoded = http::percent_encode(text);
  must_hold(std::all_of(encoded.begin(), encoded.end(),
                        [](char c) {
                          return (c >= '-' && c <= '9' && c != '/') || (c >= 'A' && c <= 'Z') ||
                                 (c >= 'a' && c <= 'z') || c == '_' || c == '~' || c == '%';
                        }),
            "a part of a path holds nothing that means anything there");
  const http::Url base{"https", "dataops.nexla.io", 443, "/nexla-api", "", "", false};
  for (const auto& url : {http::parse_url(text), http::resolve_url(base, text)}) {
    if (url) {
      must_hold((url->scheme == "http" || url->scheme == "https") && !url->host.empty(), "a URL is of the web");
      must_hold(http::parse_url(url->origin()).has_value(), "the origin of a URL is one");
    }
  }
  const auto half = text.size() / 2;
  must_hold(matches_glob(text, "*"), "every text fits a star");
  static_cast<void>(matches_glob(text.substr(0, half), text.substr(half)));
  const auto close = nearest(text.substr(0, half), {"source", std::string(text.substr(half))});
  must_hold(!close || !text.empty(), "nothing is near to no word");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const auto text = fuzz::text_of(data, size);
  check_yaml(std::string(text));
  check_template(text);
  check_identity(text);
  check_times(text);
  check_bytes(text);
  return 0;
}
