//! The form, one decision a test.

use super::format;

/// The form of a text, which is its own form.
fn formatted(text: &str) -> String {
    let form = format(text);
    assert_eq!(format(&form), form, "the form of a form is another");
    form
}

#[track_caller]
fn gives(text: &str, form: &str) {
    let form: Vec<&str> = form.lines().map(|line| line.strip_prefix("      ").unwrap_or(line)).collect();
    assert_eq!(formatted(text), form.join("\n").trim_start_matches('\n').trim_end_matches(' '));
}

#[test]
fn blanks_are_what_they_must_be() {
    gives(
        "  a  x ,y;;b\t{c 1;}d{}\r\n",
        "
      a x, y; b { c 1 }; d {}
      ",
    );
    gives("", "");
    gives("\n\n  \n", "");
    gives(
        "include\"a b.fab\"",
        "
      include \"a b.fab\"
      ",
    );
}

#[test]
fn the_author_breaks_blocks() {
    gives(
        "a { b 1; c 2 }\nd {\nb 1; c 2\n}\n",
        "
      a { b 1; c 2 }
      d {
        b 1; c 2
      }
      ",
    );
}

#[test]
fn a_block_that_is_broken_anywhere_is_broken_at_both_ends() {
    let form = "
      a {
        b 1
      }
      ";
    gives("a {\nb 1 }", form);
    gives("a { b 1\n}", form);
    gives(
        "a { b { c {\nd 1 } } } e 1",
        "
      a {
        b {
          c {
            d 1
          }
        }
      }
      e 1
      ",
    );
}

#[test]
fn what_goes_on_in_the_next_line_goes_on_below() {
    gives(
        "rule 10 { action permit;\nprefix 10.0.0.0/8,\n   10.1.0.0/16 }\nvlans 501, # one\n# two\n502\nmtu 1500",
        "
      rule 10 { action permit
                prefix 10.0.0.0/8,
                       10.1.0.0/16 }
      vlans 501,  # one
            # two
            502
      mtu 1500
      ",
    );
}

#[test]
fn far_to_the_right_nothing_goes_on() {
    let name = "x".repeat(60);
    gives(
        &format!("a {{\nb {name} {{ c 1\nd 2 }}\n}}"),
        &format!(
            "
      a {{
        b {name} {{ c 1
            d 2 }}
      }}
      "
        ),
    );
}

#[test]
fn at_most_one_line_stays_empty_and_none_at_an_edge() {
    gives(
        "\n\na 1\n\n\n\nb {\n\n\nc 1\n\n\n# d\n\n}\n\n",
        "
      a 1

      b {
        c 1

        # d
      }
      ",
    );
}

#[test]
fn comments_stay_where_they_are() {
    gives(
        "#one  \na 1;# two\nb { # three\n# four\n   c 2 # five\n # six\n}#seven\nd { e 1 # eight\n f 2 }",
        "
      #one
      a 1  # two
      b {  # three
        # four
        c 2  # five
        # six
      }  #seven
      d { e 1  # eight
          f 2 }
      ",
    );
}

#[test]
fn comments_of_neighbouring_lines_are_aligned() {
    gives(
        "a 1 # one\nbc 22\nd { e 1 } # two\n\nf 1 # three\n# four\ng { # five\nhh 1 # six\n}",
        "
      a 1        # one
      bc 22
      d { e 1 }  # two

      f 1  # three
      # four
      g {  # five
        hh 1  # six
      }
      ",
    );
}

#[test]
fn values_of_neighbouring_statements_are_aligned() {
    gives(
        "pools {\nloopback 10.0.0.0/24\npoint-to-point 10.0.4.0/22\n\nbmc 10.0.20.0/22\npeer-vlan 1; a 2\n}",
        "
      pools {
        loopback       10.0.0.0/24
        point-to-point 10.0.4.0/22

        bmc 10.0.20.0/22
        peer-vlan 1; a 2
      }
      ",
    );
    gives(
        "a {\nprimary 10.50.0.8/30, fd00:50::/127\nsecondary 10.50.0.12/30, fd00:50::2/127\naggregate 1, 2, 3\n}",
        "
      a {
        primary   10.50.0.8/30,  fd00:50::/127
        secondary 10.50.0.12/30, fd00:50::2/127
        aggregate 1, 2, 3
      }
      ",
    );
}

#[test]
fn blocks_of_neighbouring_statements_are_tables() {
    gives(
        "ports pe { names Ethernet1; speed 25g }\nports peer-link { names Ethernet[47-48]; speed 100g }\nports other { names e }\nports ce { speed 1g; names e }\n",
        "
      ports pe        { names Ethernet1;       speed 25g }
      ports peer-link { names Ethernet[47-48]; speed 100g }
      ports other     { names e }
      ports ce        { speed 1g; names e }
      ",
    );
    gives(
        "rack r1 {\ntor t[1-2] { platform tor }\nserver s[1-2] { profile small }\nempty {}\nhost { over a }\nx 1\n}",
        "
      rack r1 {
        tor t[1-2]    { platform tor }
        server s[1-2] { profile small }
        empty {}
        host { over a }
        x 1
      }
      ",
    );
}

#[test]
fn unlike_statements_of_the_top_level_are_no_table() {
    gives(
        "ce ce[1-2] {platform a}\nrack r1 {platform b}\nrack r10 {platform b}",
        "
      ce ce[1-2] { platform a }
      rack r1  { platform b }
      rack r10 { platform b }
      ",
    );
}

#[test]
fn columns_too_far_apart_are_none() {
    let long = "x".repeat(40);
    gives(
        &format!("a {long} {{ b 1; c 2 }}\na y {{ b 11; c 2 }}\na zz {{ b 1; c 2 }}"),
        &format!(
            "
      a {long} {{ b 1; c 2 }}
      a y  {{ b 11; c 2 }}
      a zz {{ b 1;  c 2 }}
      "
        ),
    );
}

#[test]
fn a_line_is_not_made_too_long() {
    let long = "x".repeat(90);
    gives(
        &format!("a y {{ b {long} }}\na yyyyyyyyyyyy {{ b 1 }}"),
        &format!(
            "
      a y {{ b {long} }}
      a yyyyyyyyyyyy {{ b 1 }}
      "
        ),
    );
}

#[test]
fn any_text_comes_to_an_end() {
    for text in ["}", ",", "{", "a {", "} } a { {", "\"open", "a ,, b", "= { # }", ";,;\n,\n}"] {
        format(text);
    }
}
