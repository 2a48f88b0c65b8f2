#include "records/key_order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using rubric::records::KeyOrder;

namespace {

// What an object's keys mean, asked for as the reader does: the expected one first.
std::vector<std::uint32_t> values(KeyOrder& order, const std::vector<std::string>& keys) {
  std::vector<std::uint32_t> out;
  KeyOrder::Known* previous = order.start();
  for (const std::string& key : keys) {
    const std::string text = '"' + key + "\":1," + std::string(KeyOrder::kLongest, ' ');
    if (KeyOrder::Known* const expected = previous->followed_by(text.data())) {
      previous = expected;
    } else if (KeyOrder::Known* const met = order.meet(text.data(), key.size(), previous)) {
      previous = met;
    } else {
      out.push_back(KeyOrder::kNone);
      continue;
    }
    out.push_back(previous->value());
  }
  return out;
}

std::vector<std::uint32_t> found(const KeyOrder& order, const std::vector<std::string>& keys) {
  std::vector<std::uint32_t> out;
  for (const std::string& key : keys) out.push_back(order.find(key));
  return out;
}

// Of every length around those at which keys are compared differently, and alike but for one byte.
std::vector<std::string> many_keys() {
  std::vector<std::string> out = {"", "a", "ab", "ba", "é"};
  for (std::size_t size = 3; size < 40; ++size) {
    out.push_back(std::string(size, 'k'));
    for (const std::size_t at : {std::size_t{0}, size / 2, size - 1}) {
      out.push_back(std::string(size, 'k'));
      out.back()[at] = 'x';
    }
  }
  return out;
}

}  // namespace

TEST_SUITE("records/key_order") {
  TEST_CASE("the same in every order, with keys left out and come back") {
    std::vector<std::string> keys = many_keys();
    KeyOrder order;
    for (std::size_t i = 0; i < keys.size(); i += 2) order.add(keys[i], static_cast<std::uint32_t>(i));
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
      std::vector<std::string> some;
      for (const std::string& key : keys) {
        if (random() % 4 != 0) some.push_back(key);
      }
      CHECK(values(order, some) == found(order, some));
      if (round % 20 == 0) std::shuffle(keys.begin(), keys.end(), random);
    }
    CHECK(order.find(many_keys()[0]) == 0);
    CHECK(order.find(many_keys()[1]) == KeyOrder::kNone);
  }

  TEST_CASE("more unwanted keys than are remembered") {
    KeyOrder order;
    order.add("wanted", 7);
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < 2 * KeyOrder::kRemembered; ++i) keys.push_back("unwanted" + std::to_string(i));
    keys.emplace_back("wanted");
    for (int round = 0; round < 3; ++round) {
      const std::vector<std::uint32_t> all = values(order, keys);
      CHECK(std::count(all.begin(), all.end(), KeyOrder::kNone) == static_cast<std::ptrdiff_t>(keys.size() - 1));
      CHECK(all.back() == 7);
    }
  }

  TEST_CASE("a key is expected only as a whole, with its colon") {
    KeyOrder order;
    order.add("score", 3);
    CHECK(values(order, {"score"}) == std::vector<std::uint32_t>{3});
    const auto follows = [&order](std::string text) {
      text.resize(KeyOrder::kLongest + 3);
      return order.start()->followed_by(text.data()) != nullptr;
    };
    CHECK(follows("\"score\":1"));
    CHECK_FALSE(follows("\"score\" :1"));
    CHECK_FALSE(follows("\"scores\":1"));
    CHECK_FALSE(follows("\"scor\":1"));
  }
}
