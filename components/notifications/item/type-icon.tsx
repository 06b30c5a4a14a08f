import {
  AtSign,
  Bell,
  CreditCard,
  type LucideIcon,
  MessageSquare,
  Package,
  Server,
  ShieldAlert,
  TriangleAlert,
  Truck,
  UserPlus,
} from "lucide-react";

import { IconTile } from "../ui/icon-tile";
import type { Tone } from "../ui/tone";
import { typeWords } from "./notification-words";

/** A type belongs to the first family that has one of its words. The most urgent come first: `order.delayed` is a delay. */
const FAMILIES: readonly { icon: LucideIcon; tone: Tone; words: string }[] = [
  {
    icon: TriangleAlert,
    tone: "rust",
    words: "alert incident warning error failed delay delayed exception overdue",
  },
  { icon: ShieldAlert, tone: "sun", words: "security login signin password access permission" },
  { icon: AtSign, tone: "plum", words: "mention mentioned assigned review" },
  { icon: MessageSquare, tone: "plum", words: "comment message reply chat" },
  { icon: Truck, tone: "sea", words: "shipment shipped delivery delivered arrival arrived transit" },
  { icon: Package, tone: "sea", words: "order orders booking cargo" },
  { icon: CreditCard, tone: "leaf", words: "payment invoice billing refund paid" },
  { icon: UserPlus, tone: "leaf", words: "team member invite invitation user" },
  { icon: Server, tone: "neutral", words: "system deploy deployment maintenance release build" },
];

interface TypeIconProps {
  type: string;
  /** Without its colour: read. */
  muted?: boolean;
}

/** The icon of a type, and a bell for a type of no family. */
export function TypeIcon({ type, muted = false }: TypeIconProps) {
  const own = typeWords(type);
  const family = FAMILIES.find(({ words }) => words.split(" ").some((word) => own.includes(word)));
  return <IconTile icon={family?.icon ?? Bell} tone={muted ? "neutral" : (family?.tone ?? "neutral")} />;
}
